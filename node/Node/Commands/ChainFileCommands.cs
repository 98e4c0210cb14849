using System.CommandLine;
using System.IO.Compression;
using PoaSidechain.Chain;
using PoaSidechain.Node.Hosting;
using PoaSidechain.Node.Options;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa export</c> and <c>poa import</c>: the chain as a file of RLP blocks one after another, as geth writes and reads it.</summary>
internal static class ChainFileCommands
{
    private const ulong ProgressInterval = 1000;

    public static Command CreateExport()
    {
        var command = new Command("export", "Write blocks to a file (packed when it ends with .gz)");
        var file = new Argument<FileInfo>("file");
        var first = new Argument<ulong?>("first") { Arity = ArgumentArity.ZeroOrOne, Description = "First block. Default: 0" };
        var last = new Argument<ulong?>("last") { Arity = ArgumentArity.ZeroOrOne, Description = "Last block. Default: the head" };
        command.Arguments.Add(file);
        command.Arguments.Add(first);
        command.Arguments.Add(last);
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.CacheMegabytes]);
        command.SetAction(result =>
        {
            using var chain = OpenChain.Open(NodeOptionsReader.Read(configuration(result)));
            Export(chain.Tree, result.GetRequiredValue(file).FullName, result.GetValue(first) ?? 0, result.GetValue(last) ?? chain.Tree.Head.Number);
            return 0;
        });
        return command;
    }

    public static Command CreateImport()
    {
        var command = new Command("import", "Import blocks from files, with full validation");
        var files = new Argument<FileInfo[]>("files") { Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(files);
        var configuration = CommonOptions.AddTo(command, [Settings.DataDir, Settings.CacheMegabytes, Settings.GcMode, Settings.StateHistory]);
        command.SetAction(async (result, cancellation) =>
        {
            using var chain = OpenChain.Open(NodeOptionsReader.Read(configuration(result)));
            var import = new BlockImport(chain.Spec, chain.Engine, chain.Tree, chain.Store, chain.States, chain.Pin, TimeProvider.System);
            foreach (var file in result.GetRequiredValue(files))
            {
                if (!await ImportAsync(chain, import, file.FullName, cancellation))
                {
                    return 1;
                }
            }

            return 0;
        });
        return command;
    }

    /// <summary>Opens a file of blocks for reading, packed or not.</summary>
    public static Stream OpenRead(string path)
    {
        var file = File.OpenRead(path);
        return IsPacked(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static void Export(BlockTree tree, string path, ulong first, ulong last)
    {
        using var file = File.Create(path);
        using Stream output = IsPacked(path) ? new GZipStream(file, CompressionLevel.Optimal) : new BufferedStream(file, 1 << 20);
        for (var number = first; number <= last; number++)
        {
            var block = tree.FindHash(number) is { } hash ? tree.FindBlock(hash) : null;
            output.Write((block ?? throw new InvalidDataException($"There is no block {number}.")).Encode());
        }

        Console.WriteLine($"Exported blocks {first} to {last} to {path}");
    }

    private static async Task<bool> ImportAsync(OpenChain chain, BlockImport import, string path, CancellationToken cancellation)
    {
        var tree = chain.Tree;
        using var input = OpenRead(path);
        var began = TimeProvider.System.GetTimestamp();
        ulong blocks = 0;
        ulong transactions = 0;
        using var reader = new BlockFileReader(input);
        var readAhead = new BlockReadAhead(reader, new BlockPreparation(chain.Spec, chain.Engine));
        await foreach (var (prepared, isLast) in readAhead.ReadAsync(cancellation))
        {
            var block = prepared.Block;
            if (block.Number == 0)
            {
                if (block.Hash != tree.Genesis.Hash)
                {
                    await Console.Error.WriteLineAsync($"{path} begins with genesis {block.Hash}, this chain has {tree.Genesis.Hash}");
                    return false;
                }

                continue;
            }

            var (result, _) = import.Import(prepared, durable: isLast);
            if (result.Outcome == ImportOutcome.Refused)
            {
                await Console.Error.WriteLineAsync($"Block {block.Number} {block.Hash} was refused: {result.Verdict}");
                return false;
            }

            blocks++;
            transactions += (ulong)block.Transactions.Length;
            if (blocks % ProgressInterval == 0)
            {
                Report(tree, began, blocks, transactions);
            }
        }

        Report(tree, began, blocks, transactions);
        return true;
    }

    private static void Report(BlockTree tree, long began, ulong blocks, ulong transactions)
    {
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(
            $"Imported blocks={blocks} txs={transactions} elapsed={seconds:F2}s txs-per-second={transactions / seconds:F0} head={tree.Head.Number} hash={tree.Head.Hash}");
    }

    private static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
