using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Solvency;

/// <summary>Adds up the bridge's events of both chains, each from its beginning, a piece in every round; kept in memory.</summary>
/// <remarks>
/// L1 is read up to finalized blocks. The sidechain is read up to a block a little behind its head; should that block be left all the same, its
/// half begins anew. NFTs have no sums: their vault knows each by its id. Thread: the loop only.
/// </remarks>
internal sealed class SolvencyBooks(CheckpointParts parts, int logRange)
{
    private const int MaxQueries = 20;      // in one round, so that a long history does not hold up everything else
    private const ulong Behind = 12;        // blocks behind the sidechain's head: deeper reorganisations are rare

    private static readonly AbiEvent Deposited = BridgeAbi.Vault.Event("Deposited");
    private static readonly AbiEvent Claimed = BridgeAbi.Vault.Event("Claimed");
    private static readonly AbiEvent Queued = BridgeAbi.Vault.Event("ClaimQueued");
    private static readonly AbiEvent Credited = BridgeAbi.Inbox.Event("Credited");
    private static readonly AbiEvent Bounced = BridgeAbi.Inbox.Event("Bounced");
    private static readonly AbiEvent Withdrawn = BridgeAbi.Outbox.Event("WithdrawalAppended");

    private readonly Dictionary<AssetId, AssetSums> _assets = [];
    private readonly HashSet<ulong> _queued = [];
    private readonly Dictionary<ulong, (AssetId Asset, UInt256 Amount)> _bounceable = []; // withdrawals of the Inbox itself
    private ulong _l1Next = parts.Deployment.L1StartBlock;
    private ulong _sidechainNext;
    private Hash256? _sidechainLast;

    /// <summary>Sums by asset.</summary>
    public IReadOnlyDictionary<AssetId, AssetSums> Assets => _assets;

    /// <summary>Mints what stands on L1 for tokens of the sidechain; zero in a bridge without, null until it was asked for.</summary>
    public Address? MirrorBridge { get; private set; }

    /// <summary>Withdrawals made on the sidechain.</summary>
    public long Withdrawals { get; private set; }

    /// <summary>Withdrawals paid on L1.</summary>
    public long Claims { get; private set; }

    /// <summary>Claims that wait for their time.</summary>
    public long Waiting => _queued.Count;

    /// <summary>Reads on; the sidechain's block that the sums hold for, or null when there is more to read.</summary>
    public async Task<ulong?> ReadAsync(ulong l1Final, CancellationToken cancellationToken)
    {
        var head = await parts.Node.Chain.HeadAsync(cancellationToken);
        var goal = head.Number > Behind ? head.Number - Behind : 0;
        await EnsureCanonicalAsync(cancellationToken);
        var isSidechainRead = await ReadSidechainAsync(goal, cancellationToken);
        return isSidechainRead & await ReadL1Async(l1Final, cancellationToken) ? _sidechainNext - 1 : null;
    }

    /// <summary>Forgets everything and reads both chains again from their beginning.</summary>
    public void BeginAnew()
    {
        _assets.Clear();
        _queued.Clear();
        _bounceable.Clear();
        (_l1Next, _sidechainNext, _sidechainLast) = (parts.Deployment.L1StartBlock, 0, null);
        (Withdrawals, Claims) = (0, 0);
    }

    private async Task<bool> ReadL1Async(ulong final, CancellationToken cancellationToken)
    {
        var mirrorBridge = MirrorBridge ??= await parts.L1.MirrorBridgeAsync(cancellationToken);
        Address[] emitters = mirrorBridge.IsZero ? [parts.Identity.Vault] : [parts.Identity.Vault, mirrorBridge];
        for (var query = 0; query < MaxQueries && _l1Next <= final; query++)
        {
            var to = Math.Min(_l1Next + (ulong)logRange - 1, final);
            var logs = new List<ChainLog>();
            foreach (var emitter in emitters)
            {
                var filter = new LogFilter(emitter, _l1Next, to);
                logs.AddRange(await parts.L1.Endpoints.AskAsync(e => e.LogsAsync(filter, cancellationToken)));
            }

            // Only once all of the range is there: a failure in between must not book half of it twice.
            logs.ForEach(BookL1);

            _l1Next = to + 1;
        }

        return _l1Next > final;
    }

    private void BookL1(ChainLog log)
    {
        if (Deposited.Matches(log.ToLog()))
        {
            if (IsNft(Deposited, log))
            {
                return;
            }

            var (sums, amount) = Read(Deposited, log);
            sums.Deposited += amount;
        }
        else if (Claimed.Matches(log.ToLog()))
        {
            // The mirror bridge's event is the same; both settle kinds of their own.
            var values = Claimed.Decode(log.ToLog());
            Of(new AssetId(log.Emitter == MirrorBridge, values.Get<Address>("token"))).Claimed += values.Get<UInt256>("amount");
            Claims++;
            _queued.Remove(values.Get<UInt256>("index").Low64);
        }
        else if (Queued.Matches(log.ToLog()))
        {
            _queued.Add(Queued.Decode(log.ToLog()).Get<UInt256>("index").Low64);
        }
    }

    private async Task<bool> ReadSidechainAsync(ulong goal, CancellationToken cancellationToken)
    {
        for (var query = 0; query < MaxQueries && _sidechainNext <= goal; query++)
        {
            var to = Math.Min(_sidechainNext + (ulong)logRange - 1, goal);
            var last = await parts.Node.Chain.HeaderAsync(BlockTag.At(to), cancellationToken) ?? throw RpcException.Malformed("eth_getBlockByNumber", $"block {to}");
            foreach (var log in await parts.Node.Chain.LogsAsync(new LogFilter(Predeploys.Outbox, _sidechainNext, to, Withdrawn.Topic), cancellationToken))
            {
                BookWithdrawal(log);
            }

            foreach (var log in await parts.Node.Chain.LogsAsync(new LogFilter(Predeploys.Inbox, _sidechainNext, to), cancellationToken))
            {
                BookArrival(log);
            }

            _sidechainNext = to + 1;
            _sidechainLast = last.Hash;
        }

        return _sidechainNext > goal && _sidechainNext > 0;
    }

    private void BookWithdrawal(ChainLog log)
    {
        Withdrawals++;
        if (IsNft(Withdrawn, log))
        {
            return;
        }

        var values = Withdrawn.Decode(log.ToLog());
        var (sums, amount) = Read(Withdrawn, log);
        sums.Withdrawn += amount;
        if (values.Get<Address>("from") == Predeploys.Inbox)
        {
            _bounceable[values.Get<ulong>("index")] = (AssetOf(values), amount);
        }
    }

    private void BookArrival(ChainLog log)
    {
        if (Credited.Matches(log.ToLog()))
        {
            if (IsNft(Credited, log))
            {
                return;
            }

            var (sums, amount) = Read(Credited, log);
            sums.Credited += amount;
        }
        else if (Bounced.Matches(log.ToLog()) && _bounceable.Remove(Bounced.Decode(log.ToLog()).Get<ulong>("withdrawalIndex"), out var bounced))
        {
            Of(bounced.Asset).Bounced += bounced.Amount;
        }
    }

    /// <summary>Begins the sidechain's half anew when the last block read is no longer canonical.</summary>
    private async Task EnsureCanonicalAsync(CancellationToken cancellationToken)
    {
        if (_sidechainLast is not { } last || (await parts.Node.Chain.HeaderAsync(BlockTag.At(_sidechainNext - 1), cancellationToken))?.Hash == last)
        {
            return;
        }

        foreach (var sums in _assets.Values)
        {
            (sums.Credited, sums.Bounced, sums.Withdrawn) = (UInt256.Zero, UInt256.Zero, UInt256.Zero);
        }

        (_sidechainNext, _sidechainLast, Withdrawals) = (0, null, 0);
        _bounceable.Clear();
    }

    private (AssetSums Sums, UInt256 Amount) Read(AbiEvent kind, ChainLog log)
    {
        var values = kind.Decode(log.ToLog());
        return (Of(AssetOf(values)), values.Get<UInt256>("amount"));
    }

    private static AssetId AssetOf(AbiTuple values) =>
        new((AssetKind)values.Get<ulong>("kind") == AssetKind.SidechainErc20, values.Get<Address>("token"));

    private static bool IsNft(AbiEvent kind, ChainLog log) => ((AssetKind)kind.Decode(log.ToLog()).Get<ulong>("kind")).IsNft();

    private AssetSums Of(AssetId asset) => _assets.TryGetValue(asset, out var sums) ? sums : _assets[asset] = new AssetSums();
}
