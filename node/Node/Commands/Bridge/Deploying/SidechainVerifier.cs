using System.Text.Json;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>Compares the sidechain's half of a bridge with its L1 half: contracts, signers, both counters of what crossed, the reserve.</summary>
/// <remarks>
/// What is compared with the Anchor's newest checkpoint is read by proofs under the block that L1 accepted, so the sidechain's endpoint can
/// withhold it but not invent it. What is newer than that is believed.
/// </remarks>
internal sealed class SidechainVerifier(ChainConnection l1, ChainConnection sidechain, Deployment deployment)
{
    private const string Here = "sidechain";
    private const int Attempts = 5; // both chains go on while they are read

    private readonly List<string> _deviations = [];

    private BridgeIdentity Bridge => deployment.Identity;

    /// <summary>The block up to which L1 and the sidechain were compared by proofs; null before the first checkpoint.</summary>
    public ulong? ProvenTo { get; private set; }

    /// <summary>Everything in which the halves differ.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        if (!await IsThisChainAsync(cancellationToken))
        {
            return _deviations;
        }

        for (var attempt = 1; ; attempt++)
        {
            _deviations.Clear();
            var head = await HeadAsync(cancellationToken);
            var credited = await CreditedAsync(cancellationToken);
            await LookAsync(head, cancellationToken);

            // What moved while it was read is read again; what differs on chains that stand still, differs.
            if (_deviations.Count == 0 || attempt == Attempts
                || ((await HeadAsync(cancellationToken)).Get<Hash256>("digest") == head.Get<Hash256>("digest") && await CreditedAsync(cancellationToken) == credited))
            {
                return _deviations;
            }
        }
    }

    private Task<AbiTuple> HeadAsync(CancellationToken cancellationToken) => l1.ViewAsync(Bridge.Anchor, BridgeContracts.Anchor.Function("head"), cancellationToken);

    private async Task<ulong> CreditedAsync(CancellationToken cancellationToken) =>
        (await sidechain.ViewAsync(Predeploys.Inbox, BridgeContracts.Inbox.Function("count"), cancellationToken)).Get<ulong>(0);

    private async Task LookAsync(AbiTuple head, CancellationToken cancellationToken)
    {
        if (await PointAsync(head, cancellationToken) is { } point)
        {
            await TryAsync("contracts", () => CheckCodesAsync(point.State, cancellationToken));
            await TryAsync("Inbox", () => CheckInboxAsync(point, cancellationToken));
            await TryAsync("Outbox", () => CheckOutboxAsync(point, cancellationToken));
            await TryAsync("NativeVault", () => CheckReserveAsync(point.State, cancellationToken));
        }

        await TryAsync("SignerRegistry", () => CheckRegistryAsync(cancellationToken));
        await TryAsync("signers", () => CheckSignersAsync(head.Get<ulong>("lastBlock"), cancellationToken));
        await TryAsync("Inbox", () => CheckNewestDepositsAsync(cancellationToken));
    }

    private async Task<bool> IsThisChainAsync(CancellationToken cancellationToken)
    {
        var chainId = await sidechain.NumberAsync("eth_chainId", cancellationToken);
        Compare("chain id", chainId, Bridge.SidechainChainId);
        var genesis = await sidechain.AskAsync("eth_getBlockByNumber", cancellationToken, "0x0", false);
        Compare("block 0", genesis.GetProperty("hash").GetString(), Bridge.GenesisHash.ToString());
        return _deviations.Count == 0;
    }

    /// <summary>The state to prove in: of the last block that L1 accepted, or, before there is one, of the sidechain's head.</summary>
    private async Task<Point?> PointAsync(AbiTuple head, CancellationToken cancellationToken)
    {
        if (head.Get<ulong>("index") == 0)
        {
            var newest = await HeaderAsync("latest", cancellationToken);
            return newest is null ? null : new Point(new ProvenState(sidechain, newest.Number, newest.StateRoot), null);
        }

        // The Anchor keeps only a digest; its event says which block that stands for.
        var events = await l1.EventsAsync(Bridge.Anchor, BridgeContracts.Anchor.Event("CheckpointAccepted"), deployment.L1StartBlock, cancellationToken);
        var accepted = events.LastOrDefault(e => e.Get<Hash256>("digest") == head.Get<Hash256>("digest"));
        if (accepted is null)
        {
            _deviations.Add($"Anchor: L1 has no event of its newest checkpoint {head.Get<ulong>("index")}");
            return null;
        }

        var (number, hash) = (accepted.Get<ulong>("lastBlock"), accepted.Get<Hash256>("lastBlockHash"));
        if (await HeaderAsync(Hex.Quantity(number), cancellationToken) is not { } header)
        {
            return null;
        }

        if (header.Hash != hash)
        {
            _deviations.Add($"{Here}, block {number}: {header.Hash}, L1 accepted {hash}");
            return null;
        }

        ProvenTo = number;
        return new Point(new ProvenState(sidechain, number, header.StateRoot), accepted);
    }

    private async Task<BlockHeader?> HeaderAsync(string block, CancellationToken cancellationToken)
    {
        try
        {
            var raw = (await sidechain.AskAsync("debug_getRawHeader", cancellationToken, block)).GetString();
            return BlockHeader.Decode(Hex.Decode(raw!));
        }
        catch (Exception e) when (e is BridgeException or RlpException or FormatException or ArgumentNullException or InvalidOperationException)
        {
            _deviations.Add($"{Here}, block {block}: no header (debug_getRawHeader): {e.Message}");
            return null;
        }
    }

    private async Task CheckCodesAsync(ProvenState state, CancellationToken cancellationToken)
    {
        foreach (var (name, address, code) in BridgePredeploys.Codes())
        {
            var (account, _) = await state.ReadAsync(address, cancellationToken);
            if (account is null || account.CodeHash == Keccak256.OfEmptyString)
            {
                _deviations.Add($"{Here}, {name} {address.ToChecksumString()}: there is no code");
            }
            else
            {
                Compare($"{name} {address.ToChecksumString()}, hash of the code", account.CodeHash, Keccak256.Hash(code), "this release's is");
            }
        }
    }

    private async Task CheckInboxAsync(Point point, CancellationToken cancellationToken)
    {
        var (_, slots) = await point.State.ReadAsync(Predeploys.Inbox, cancellationToken, StorageLayout.InboxCount, StorageLayout.InboxAcc);
        if (point.Accepted is not null)
        {
            var counts = await l1.ViewAsync(Bridge.Anchor, BridgeContracts.Anchor.Function("headCounts"), cancellationToken);
            Compare($"Inbox, deposits at block {point.State.Block}", slots[0], (UInt256)counts.Get<ulong>("depositCount"));
        }

        await CompareAccAsync($"Inbox, accumulator at block {point.State.Block}", slots[0], slots[1].ToHash256(), cancellationToken);
    }

    private async Task CheckOutboxAsync(Point point, CancellationToken cancellationToken)
    {
        if (point.Accepted is not { } accepted)
        {
            return;
        }

        var (_, slots) = await point.State.ReadAsync(Predeploys.Outbox, cancellationToken, StorageLayout.OutboxRoot, StorageLayout.OutboxCount);
        var counts = await l1.ViewAsync(Bridge.Anchor, BridgeContracts.Anchor.Function("headCounts"), cancellationToken);
        var root = slots[0].ToHash256();
        Compare($"Outbox, withdrawals at block {point.State.Block}", slots[1], (UInt256)counts.Get<ulong>("withdrawalCount"));
        Compare($"Outbox, root at block {point.State.Block}", root, accepted.Get<Hash256>("withdrawalRoot"));
        if (!slots[1].IsZero)
        {
            var meta = await l1.ViewAsync(Bridge.Anchor, BridgeContracts.Anchor.Function("rootMeta"), cancellationToken, root);
            Compare("Outbox, withdrawals that L1 knows under the root", slots[1], (UInt256)meta.Get<ulong>("count"));
        }
    }

    private async Task CheckReserveAsync(ProvenState state, CancellationToken cancellationToken)
    {
        var (account, slots) = await state.ReadAsync(
            Predeploys.NativeVault, cancellationToken, StorageLayout.NativeReserve, StorageLayout.NativeCredited, StorageLayout.NativeWithdrawn);
        var outstanding = slots[1] - slots[2];
        var (has, needs) = (account?.Balance ?? UInt256.Zero, slots[0] - outstanding);
        if (slots[2] > slots[1] || outstanding > slots[0] || has < needs)
        {
            _deviations.Add($"{Here}, NativeVault: it has {has} wei of its reserve, must have {needs} (began with {slots[0]}, credited {slots[1]}, took back {slots[2]})");
        }

        // Claims paid since then were taken back before; deposits since then only add.
        var locked = (await l1.ViewAsync(Bridge.Vault, BridgeContracts.Vault.Function("locked"), cancellationToken, Address.Zero)).Get<UInt256>(0);
        if (locked < outstanding)
        {
            _deviations.Add($"{Here}, NativeVault: {outstanding} wei circulate that came from L1, the Vault has only {locked} locked");
        }
    }

    private async Task CheckRegistryAsync(CancellationToken cancellationToken)
    {
        async Task<AbiTuple> AskAsync(string function) =>
            await sidechain.ViewAsync(Predeploys.SignerRegistry, BridgeContracts.SignerRegistry.Function(function), cancellationToken);

        if (!(await AskAsync("isBound")).Get<bool>(0))
        {
            _deviations.Add($"{Here}, SignerRegistry: it is not bound to L1 yet");
            return;
        }

        var identity = await AskAsync("identity");
        Compare("SignerRegistry, Anchor", (await AskAsync("anchor")).Get<Address>(0), Bridge.Anchor);
        Compare("SignerRegistry, Vault", identity.Get<Address>("vault"), Bridge.Vault);
        Compare("SignerRegistry, chain id of L1", identity.Get<UInt256>("l1ChainId"), Bridge.L1ChainId);
        Compare("SignerRegistry, id of the sidechain", identity.Get<Hash256>("sidechainId"), Bridge.SidechainId);
        Compare("SignerRegistry, hash of the signer set", (await AskAsync("setHash")).Get<Hash256>(0), await AnchorSetAsync(cancellationToken), "the Anchor has");
    }

    /// <summary>Clique's signers behind the last block that L1 accepted; or now, where L1 learnt of a change by votes and not by a checkpoint.</summary>
    private async Task CheckSignersAsync(ulong lastBlock, CancellationToken cancellationToken)
    {
        var onL1 = await AnchorSetAsync(cancellationToken);
        var (then, now) = (await CliqueAsync(Hex.Quantity(lastBlock), cancellationToken), await CliqueAsync("latest", cancellationToken));
        if (onL1 != then.Hash && onL1 != now.Hash)
        {
            _deviations.Add(
                $"{Here}, clique: hash of the signer set {then.Hash} behind block {lastBlock} ({then.Size} signers), {now.Hash} now ({now.Size}); the Anchor has {onL1}");
        }
    }

    private async Task<SignerSet> CliqueAsync(string block, CancellationToken cancellationToken)
    {
        var snapshot = await sidechain.AskAsync("clique_getSnapshot", cancellationToken, block);
        return snapshot.TryGetProperty("signers", out var signers) && signers.ValueKind == JsonValueKind.Object
            ? new SignerSet(signers.EnumerateObject().Select(signer => Address.Parse(signer.Name)))
            : throw new BridgeException($"clique_getSnapshot of block {block} answers no signers");
    }

    /// <summary>What was credited since: no more than was deposited, and just that.</summary>
    private async Task CheckNewestDepositsAsync(CancellationToken cancellationToken)
    {
        var count = await CreditedAsync(cancellationToken);
        var acc = (await sidechain.ViewAsync(Predeploys.Inbox, BridgeContracts.Inbox.Function("acc"), cancellationToken)).Get<Hash256>(0);
        var made = (await l1.ViewAsync(Bridge.Vault, BridgeContracts.Vault.Function("depositCount"), cancellationToken)).Get<UInt256>(0);
        if (count > made)
        {
            _deviations.Add($"{Here}, Inbox: {count} deposits credited now, the Vault has made {made}");
            return;
        }

        if (count > 0) // before the first the view answers where the chain begins
        {
            await CompareAccAsync("Inbox, accumulator now", count, acc, cancellationToken);
        }
    }

    private async Task CompareAccAsync(string what, UInt256 count, Hash256 acc, CancellationToken cancellationToken)
    {
        var onL1 = count.IsZero ? Hash256.Zero : (await l1.ViewAsync(Bridge.Vault, BridgeContracts.Vault.Function("depositAcc"), cancellationToken, count)).Get<Hash256>(0);
        Compare($"{what} ({count} deposits)", acc, onL1, "the Vault has");
    }

    private async Task<Hash256> AnchorSetAsync(CancellationToken cancellationToken) =>
        (await l1.ViewAsync(Bridge.Anchor, BridgeContracts.Anchor.Function("setHash"), cancellationToken)).Get<Hash256>(0);

    /// <summary>What cannot be found out is a deviation like any other, and the rest is looked at all the same.</summary>
    private async Task TryAsync(string part, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception e) when (e is BridgeException or AbiException)
        {
            _deviations.Add($"{Here}, {part}: {e.Message}");
        }
    }

    private void Compare<T>(string what, T found, T expected, string whose = "expected")
    {
        if (!EqualityComparer<T>.Default.Equals(found, expected))
        {
            _deviations.Add($"{Here}, {what}: {found}, {whose} {expected}");
        }
    }

    /// <summary>Where it is compared.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Accepted">L1's event of the checkpoint that has it; null before the first.</param>
    private sealed record Point(ProvenState State, AbiTuple? Accepted);
}
