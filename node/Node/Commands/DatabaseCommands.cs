using System.CommandLine;
using System.Globalization;
using PoaSidechain.Node.Hosting;
using PoaSidechain.Node.Maintenance;
using PoaSidechain.Node.Options;
using PoaSidechain.Node.Status;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa db</c>: looking after the database.</summary>
internal static class DatabaseCommands
{
    private const ulong ProgressInterval = 100_000;

    public static Command Create() => new("db", "The database") { Check(), Stats(), Compact(), Prune(), Backup(), Restore(), Repair() };

    private static Command Check()
    {
        var command = new Command("check", "Check every block and the whole state; the node must not run");
        OnChain(command, [Settings.DataDir], (chain, _, cancellation) =>
        {
            var (blocks, transactions) = ChainCheck.Run(chain.Tree, Progress, cancellation);
            Say($"{blocks} blocks with {transactions} transactions are whole");
            var state = chain.States.Check(cancellation);
            Say($"the state of block {chain.Tree.Head.Number} is whole: {state.Accounts} accounts, {state.Slots} slots, {state.Nodes} trie nodes");
        });
        return command;

        static void Progress(ulong number)
        {
            if (number % ProgressInterval == 0)
            {
                Console.Error.WriteLine($"block {number} …");
            }
        }
    }

    private static Command Stats()
    {
        var command = new Command("stats", "Show what takes the room; the node must not run");
        OnChain(command, [Settings.DataDir], (chain, options, cancellation) =>
        {
            Say($"version {Schema.Version}, head {chain.Tree.Head.Number} {chain.Tree.Head.Hash}, {Size(StorageMetrics.SizeOf(options.Data.Database))} on disk");
            foreach (var (kind, entries, bytes) in DatabaseContents.Count(chain.Database, cancellation))
            {
                Say($"{kind,-26}{entries,14:n0}{Size(bytes),14}");
            }

            Say($"{chain.Database.Statistics}");
        });
        return command;
    }

    private static Command Compact()
    {
        var command = new Command("compact", "Sort all files together: smaller and faster afterwards; the node must not run");
        OnChain(command, [Settings.DataDir], (chain, options, _) =>
        {
            var before = StorageMetrics.SizeOf(options.Data.Database);
            chain.Database.Compact();
            Say($"{Size(before)} before, {Size(StorageMetrics.SizeOf(options.Data.Database))} now");
        });
        return command;
    }

    private static Command Prune()
    {
        var command = new Command("prune", "Forget old blocks of branches that lost; old states go by themselves. The node must not run");
        OnChain(command, [Settings.DataDir, Settings.StateHistory], (chain, options, cancellation) =>
        {
            var kept = (ulong)options.State.HistoryBlocks;
            var below = chain.Tree.Head.Number > kept ? chain.Tree.Head.Number - kept : 0;
            Say($"{BranchPruning.Run(chain.Database, chain.Tree, below, cancellation)} blocks below {below} are forgotten; 'poa db compact' gives their room back");
        });
        return command;
    }

    private static Command Backup()
    {
        var target = new Argument<DirectoryInfo>("folder") { Description = "Where to write the copy; must not exist" };
        var command = new Command("backup", "Copy the database as it is at this moment; a running node goes on") { target };
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.IpcPath]);
        command.SetAction(async (result, cancellation) =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            var folder = result.GetRequiredValue(target).FullName;
            if (options.Rpc.IpcPath is { } socket && File.Exists(socket))
            {
                // The node has the database: it writes the copy.
                using var connection = new NodeConnection(socket, TimeSpan.FromHours(12));
                var copied = await connection.RequireAsync("admin_backup", [folder], cancellation);
                Say($"{copied.GetInt64()} entries in {folder}, from the running node");
                return 0;
            }

            using var chain = OpenChain.Open(options);
            Say($"{DatabaseCopy.Write(chain.Database, folder, cancellation)} entries in {folder}, head {chain.Tree.Head.Number}");
            return 0;
        });
        return command;
    }

    private static Command Restore()
    {
        var source = new Argument<DirectoryInfo>("folder") { Description = "A copy made by 'poa db backup'" };
        var command = new Command("restore", "Put a copy into a data folder that has no chain") { source };
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir]);
        command.SetAction((result, cancellation) =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            using (var copy = LevelDbStore.Open(new StorageOptions { Directory = result.GetRequiredValue(source).FullName }))
            {
                DatabaseVersion.Ensure(copy);
                Keys.OwnerOnly.CreateFolder(options.Data.Root);
                DatabaseCopy.Write(copy, options.Data.Database, cancellation);
            }

            using var chain = OpenChain.Open(options);
            Say($"{options.Data.Root} has the chain up to block {chain.Tree.Head.Number} {chain.Tree.Head.Hash}; keys are not part of a copy");
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Repair()
    {
        var command = new Command("repair", "Save what can be saved of a damaged database; the node must not run");
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir]);
        command.SetAction(result =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            LevelDbStore.Repair(options.Storage);
            Say($"Repaired {options.Data.Database}. Check it with 'poa db check'; if it is still refused, restore a backup.");
            return 0;
        });
        return command;
    }

    private static void OnChain(Command command, IReadOnlyList<Setting> settings, Action<OpenChain, NodeOptions, CancellationToken> work)
    {
        var configuration = CommonOptions.AddTo(command, settings);
        command.SetAction((result, cancellation) =>
        {
            var options = NodeOptionsReader.Read(configuration(result));
            using var chain = OpenChain.Open(options);
            work(chain, options, cancellation);
            return Task.FromResult(0);
        });
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:n1} MiB");
}
