using System.CommandLine;
using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary><c>poa bridge escape</c>: out of a bridge whose signers are gone, from L1 and a copy of the chain's blocks (spec/bridge.md, 4.9).</summary>
internal sealed class EscapeCommand
{
    private readonly BridgeOptions _options = new();
    private readonly Option<FileInfo> _genesis = new("--genesis") { Description = "The sidechain's genesis file", HelpName = "file", Required = true };
    private readonly Option<FileInfo[]> _archive = new("--archive") { Description = "Blocks as 'poa export' or 'geth export' writes them, up to the last checkpoint; several files in their order", HelpName = "file" };
    private readonly Option<DirectoryInfo> _dataDir = new("--datadir") { Description = "In place of an archive: data folder of a stopped node that still keeps that block's state", HelpName = "folder" };
    private readonly Option<DirectoryInfo> _work = new("--work") { Description = "Folder in which the chain is rebuilt and kept for the next time; a temporary one without it", HelpName = "folder" };
    private readonly Option<string[]> _accounts = new("--account") { Description = "Whose assets; the key's own without it. Coin, refunds and claims of others can be taken for them, tokens and NFTs by themselves only", HelpName = "address" };
    private readonly Option<string[]> _tokens = new("--token") { Description = "Only these ERC-20s and NFT collections (addresses on L1); all without it", HelpName = "address" };
    private readonly Option<string> _to = new("--to") { Description = "Who receives tokens and NFTs on L1; their holder without it", HelpName = "address" };
    private readonly Option<bool> _plan = new("--plan") { Description = "Only show what can be taken, and what nobody can take; the same as without a key" };
    private readonly Option<bool> _declareDead = new("--declare-dead") { Description = "Declare the bridge dead first, when 30 days have passed without a checkpoint; irreversible" };
    private readonly Option<bool> _allNative = new("--all-native") { Description = "Take for everyone what anyone may take: claims, native coin, refunds of lost deposits; the key pays the fees" };
    private readonly Option<bool> _calls = new("--calls") { Description = "Show with each thing the call on L1 that takes it: for a wallet that is a contract, or a key kept elsewhere" };
    private readonly Option<ulong> _fromBlock = new("--l1-from-block") { Description = "L1 block to look from: the Anchor's, to save time", DefaultValueFactory = _ => 0 };

    public static Command Create()
    {
        var escape = new EscapeCommand();
        var command = new Command("escape", "Leave a bridge whose signers are gone, by L1 and a copy of the chain's blocks alone");
        escape._options.AddL1(command);
        foreach (var option in new Option[]
        {
            escape._genesis, escape._archive, escape._dataDir, escape._work, escape._accounts, escape._tokens, escape._to, escape._plan, escape._declareDead,
            escape._allNative, escape._calls, escape._fromBlock,
        })
        {
            command.Options.Add(option);
        }

        escape._options.AddKey(command, isRequired: false);
        command.SetAction(escape.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var output = result.InvocationConfiguration.Output;
        var json = await File.ReadAllBytesAsync(result.GetRequiredValue(_genesis).FullName, cancellationToken);
        var genesis = GenesisFileReader.Read(json);
        var block = GenesisBlock.Create(genesis);
        using var session = await _options.OpenL1Async(result, genesis.Spec.ChainId, block.Hash, cancellationToken);
        using var wallet = result.GetValue(_plan) || _options.Account(result) is null ? null : _options.Wallet(result);
        var point = await EscapePoint.ReadAsync(session, result.GetValue(_fromBlock), cancellationToken);
        await output.WriteLineAsync(point.Describe());
        using var archive = await ArchiveAsync(result, json, point, output, cancellationToken);
        await output.WriteLineAsync(
            point.HasState
            ? $"Checkpoint {point.Index} is rebuilt up to block {archive.Last.Number} {archive.Last.Hash}, state {archive.Last.StateRoot}: as L1 has it."
            : "L1 never accepted a checkpoint: there is no state to leave from, every deposit can be refunded.");
        if (wallet is not null && result.GetValue(_declareDead) && !point.IsDead)
        {
            // After the archive is known to fit, so that nobody kills a bridge that he cannot leave then.
            await (await point.DeclareAsync(session, cancellationToken)).SendAsync(session, wallet, output, cancellationToken);
            point = await EscapePoint.ReadAsync(session, result.GetValue(_fromBlock), cancellationToken);
        }

        var past = await L1Past.ReadAsync(session, result.GetValue(_fromBlock), cancellationToken);
        var bridge = new DeadBridge(session, point, past, archive);
        var accounts = Accounts(result);
        return wallet is null
            ? await PlanAsync(bridge, accounts, result, Book(bridge, genesis, accounts), output, cancellationToken)
            : await TakeAsync(bridge, accounts, result, wallet, genesis, output, cancellationToken);
    }

    private async Task<int> PlanAsync(
        DeadBridge bridge, IReadOnlyList<Address> accounts, ParseResult result, AddressBook book, TextWriter output, CancellationToken cancellationToken)
    {
        if (result.GetValue(_calls) && bridge.Point.CanDeclare)
        {
            await output.WriteLineAsync($"To declare the bridge dead, once:\n    {await bridge.Point.DeclareAsync(bridge.Session, cancellationToken)}");
        }

        if (result.GetValue(_calls) && bridge.Point.HasState && !(await NativeItems.BudgetAsync(bridge, cancellationToken)).IsOpen)
        {
            await output.WriteLineAsync($"Before the first native coin leaves, once:\n    {NativeItems.Open(bridge, cancellationToken)}");
        }

        foreach (var account in accounts)
        {
            await output.WriteLineAsync($"{account.ToChecksumString()}:");
            var items = await ItemsAsync(bridge, account, result, cancellationToken);
            foreach (var item in items)
            {
                await output.WriteLineAsync($"  {item.What}: {Words(item, bridge.Point.IsDead)}");
                if (result.GetValue(_calls) && item.Call is { } call)
                {
                    await output.WriteLineAsync($"    {call}");
                }
            }

            if (items.Count == 0)
            {
                await output.WriteLineAsync("  nothing");
            }
        }

        await EscapeOverview.WriteAsync(bridge, book, output, cancellationToken);
        return 0;
    }

    private async Task<int> TakeAsync(
        DeadBridge bridge, IReadOnlyList<Address> accounts, ParseResult result, BridgeWallet wallet, GenesisFile genesis, TextWriter output, CancellationToken cancellationToken)
    {
        var run = new EscapeRun(bridge, wallet, output);
        foreach (var account in accounts)
        {
            await run.TakeAllAsync(account, await ItemsAsync(bridge, account, result, cancellationToken), cancellationToken);
        }

        if (result.GetValue(_allNative))
        {
            foreach (var account in bridge.Withdrawals.Where(leaf => leaf.Kind == AssetKind.Message || !bridge.Past.Paid.Contains(leaf.Index)).Select(leaf => leaf.To).Distinct().Except(accounts))
            {
                await run.TakeAllAsync(account, await WithdrawalItems.FindAsync(bridge, account, cancellationToken), cancellationToken);
            }

            foreach (var (account, _) in Book(bridge, genesis, accounts).Known.Where(known => !accounts.Contains(known.Address) && !IsPredeploy(known.Address)))
            {
                if (await NativeItems.FindAsync(bridge, account, cancellationToken) is { } item)
                {
                    await run.TakeAllAsync(account, [item], cancellationToken);
                }
            }

            foreach (var depositor in DepositItems.Lost(bridge).Select(d => d.From).Distinct().Except(accounts))
            {
                await run.TakeAllAsync(depositor, await DepositItems.FindAsync(bridge, depositor, cancellationToken), cancellationToken);
            }
        }

        await output.WriteLineAsync(
            run.Failures > 0 ? $"{run.Taken} taken, {run.Failures} not taken: see above, mend the cause and run this again."
            : run.Taken > 0 ? $"{run.Taken} taken."
            : "There was nothing to take.");
        return run.Failures > 0 ? 1 : 0;
    }

    private async Task<IReadOnlyList<EscapeItem>> ItemsAsync(DeadBridge bridge, Address account, ParseResult result, CancellationToken cancellationToken)
    {
        var to = BridgeOptions.AddressOf(result.GetValue(_to));
        var tokens = (result.GetValue(_tokens) ?? []).Select(text => BridgeOptions.AddressOf(text)!.Value).ToHashSet();
        bool IsWanted(Address token) => tokens.Count == 0 || tokens.Contains(token);
        EscapeItem?[] coin = [await NativeItems.FindAsync(bridge, account, cancellationToken), await OwedItems.FindAsync(bridge, account, to, cancellationToken)];
        return
        [
            // First, because a claim is paid at once only while it is small beside what is locked.
            .. await WithdrawalItems.FindAsync(bridge, account, cancellationToken),
            .. coin.OfType<EscapeItem>(),
            .. await TokenItems.FindAsync(bridge, account, bridge.Past.Tokens(AssetKind.Erc20).Where(IsWanted), to, cancellationToken),
            .. NftItems.Find(bridge, account, IsWanted, to),
            .. await DepositItems.FindAsync(bridge, account, cancellationToken),
        ];
    }

    private async Task<Archive> ArchiveAsync(ParseResult result, byte[] genesis, EscapePoint point, TextWriter output, CancellationToken cancellationToken)
    {
        var files = (result.GetValue(_archive) ?? []).Select(file => file.FullName).ToArray();
        var folder = result.GetValue(_dataDir)?.FullName;
        return (files.Length > 0, folder is not null) switch
        {
            (true, true) => throw new BridgeException("--archive and --datadir exclude each other."),
            (_, true) => Archive.Open(folder!, point),
            (false, _) when point.HasState => throw new BridgeException("A copy of the chain is needed: --archive with exported blocks, or --datadir with a node's data folder."),
            _ => await Archive.RebuildAsync(genesis, files, result.GetValue(_work)?.FullName, point, output, cancellationToken),
        };
    }

    private List<Address> Accounts(ParseResult result)
    {
        var typed = (result.GetValue(_accounts) ?? []).Select(text => BridgeOptions.AddressOf(text)!.Value).Distinct().ToList();
        return typed.Count == 0 && _options.Account(result) is { } own ? [own] : typed;
    }

    private static AddressBook Book(DeadBridge bridge, GenesisFile genesis, IEnumerable<Address> accounts) =>
        AddressBook.Gather(bridge.Archive, [.. genesis.Alloc.Keys, .. bridge.Past.Deposits.SelectMany(d => new[] { d.From, d.To }), .. accounts]);

    private static bool IsPredeploy(Address address) =>
        address == Predeploys.NftBridge || address == Predeploys.NftMirrorFactory || Predeploys.All.Any(predeploy => predeploy.Address == address);

    private static string Words(EscapeItem item, bool isDead)
    {
        var why = item.Detail.Length == 0 ? "" : $" ({item.Detail})";
        return item.State switch
        {
            EscapeState.Ready => $"can be taken{(item.NeedsDeath && !isDead ? " once the bridge is dead" : "")}{(item.OnlyBy is null ? "" : " by its holder's own transaction")}{why}",
            EscapeState.Taken => $"done{why}",
            EscapeState.Waits => $"waits{why}",
            _ => $"cannot be taken{why}",
        };
    }
}
