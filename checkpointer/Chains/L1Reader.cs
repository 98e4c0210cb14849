using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Reads L1 without believing any one endpoint: m of k must name the same finalized block, and values in it are proven.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class L1Reader(
    EndpointPool endpoints, int agreement, BridgeIdentity identity, CheckpointerMetrics metrics, ILogger logger)
{
    private L1View? _last;

    /// <summary>Endpoints that contradicted the others at the last look.</summary>
    public IReadOnlyList<string> Quarantined { get; private set; } = [];

    /// <summary>The endpoints, for requests that prove themselves or are hints.</summary>
    public EndpointPool Endpoints => endpoints;

    /// <summary>The newest state that is final; never older than an earlier answer.</summary>
    public async Task<L1View> ReadAsync(CancellationToken cancellationToken)
    {
        var header = await FinalHeaderAsync(cancellationToken);
        if (_last is not null && header.Number <= _last.Block.Number)
        {
            return header.Number < _last.Block.Number || header.Hash == _last.Block.Hash
                ? _last
                : throw new L1DisagreementException($"L1 block {header.Number} was finalized as {_last.Block.Hash} and is now {header.Hash}.");
        }

        return _last = await AtAsync(header, cancellationToken);
    }

    /// <summary>The contracts in the newest block that enough endpoints have: what may still be undone, but is seen the sooner.</summary>
    public async Task<L1View> NewestAsync(CancellationToken cancellationToken) =>
        await AtAsync((await AgreeAsync(BlockTag.Latest, cancellationToken)).Agreed ?? throw Undecided(), cancellationToken);

    private async Task<L1View> AtAsync(BlockHeader header, CancellationToken cancellationToken)
    {
        var anchor = await ProveAsync(header, identity.Anchor, [StorageLayout.AnchorHead, StorageLayout.AnchorSetHash], cancellationToken);
        var head = AnchorHeadSlot.Decode(anchor[0]);
        var digest = await DigestAsync(header, head.Index, cancellationToken);
        var count = (await ProveAsync(header, identity.Vault, [StorageLayout.VaultDepositCount], cancellationToken))[0];
        var acc = await DepositAccAsync(header, count.Low64, cancellationToken);
        return new L1View(header, head, digest, anchor[1].ToHash256(), count.Low64, acc);
    }

    /// <summary>Digest of an accepted checkpoint, proven; the Anchor keeps those of the newest 64.</summary>
    public async Task<Hash256> DigestAsync(BlockHeader block, ulong index, CancellationToken cancellationToken) =>
        (await ProveAsync(block, identity.Anchor, [StorageLayout.AnchorDigest(index)], cancellationToken))[0].ToHash256();

    /// <summary>Accumulator over the first deposits, proven; zero when there are fewer.</summary>
    public async Task<Hash256> DepositAccAsync(BlockHeader block, ulong count, CancellationToken cancellationToken) =>
        (await ProveAsync(block, identity.Vault, [StorageLayout.VaultDepositAcc(count)], cancellationToken))[0].ToHash256();

    /// <summary>Storage slots under a header's state root. An endpoint whose proof does not hold is passed over.</summary>
    public Task<IReadOnlyList<UInt256>> ProveAsync(
        BlockHeader header, Address account, IReadOnlyList<Hash256> slots, CancellationToken cancellationToken) =>
        endpoints.AskAsync(async endpoint =>
        {
            try
            {
                return await endpoint.SlotsAsync(header, account, slots, cancellationToken);
            }
            catch (RpcException e)
            {
                metrics.Disagreed();
                Log.ProofFailed(logger, endpoint.Name, e.Message);
                throw;
            }
        });

    /// <summary>The Anchor's head in the newest block: a hint about what comes, never a ground for a signature.</summary>
    public async Task<AnchorHead> HeadHintAsync(CancellationToken cancellationToken)
    {
        var function = BridgeAbi.Anchor.Function("head");
        var values = await endpoints.AskAsync(async e =>
            function.DecodeResult((await e.CallAsync(null, identity.Anchor, function.EncodeCall(), BlockTag.Latest, cancellationToken)).Require("Anchor.head").Span));
        return new AnchorHead(values.Get<ulong>("index"), values.Get<ulong>("lastBlock"), values.Get<Hash256>("digest"));
    }

    /// <summary>Where the Vault's mirrors of tokens of the sidechain are made.</summary>
    public async Task<Address> MirrorBridgeAsync(CancellationToken cancellationToken) =>
        (await endpoints.ViewAsync(identity.Vault, BridgeAbi.Vault.Function("MIRROR_BRIDGE"), BlockTag.Latest, cancellationToken)).Get<Address>(0);

    private async Task<BlockHeader> FinalHeaderAsync(CancellationToken cancellationToken)
    {
        var (number, agreed, headers) = await AgreeAsync(BlockTag.Finalized, cancellationToken);
        if (agreed is null)
        {
            metrics.Disagreed();
            throw new L1DisagreementException($"L1 endpoints name different hashes for the finalized block {number}.");
        }

        Quarantined = [.. endpoints.All.Where((_, i) => headers[i] is { } header && header.Hash != agreed.Hash).Select(e => e.Name)];
        foreach (var endpoint in Quarantined)
        {
            metrics.Disagreed();
            Log.EndpointDisagrees(logger, endpoint, number, agreed.Hash);
        }

        return agreed;
    }

    /// <summary>As in any reorganisation.</summary>
    private RpcUnavailableException Undecided() =>
        new("L1", $"has no newest block that {agreement} of {endpoints.All.Count} endpoints name alike, just now");

    /// <summary>The newest block that enough endpoints have, and what each names there; none is agreed on where too few name the same.</summary>
    private async Task<(ulong Number, BlockHeader? Agreed, BlockHeader?[] Headers)> AgreeAsync(BlockTag tag, CancellationToken cancellationToken)
    {
        var newest = await Task.WhenAll(endpoints.All.Select(e => TryHeaderAsync(e, tag, cancellationToken)));
        var numbers = newest.OfType<BlockHeader>().Select(h => h.Number).OrderDescending().ToArray();
        if (numbers.Length < agreement)
        {
            throw new RpcUnavailableException("L1", $"has {numbers.Length} of {endpoints.All.Count} endpoints that name a {tag} block; {agreement} are needed");
        }

        var number = numbers[agreement - 1]; // the newest block that enough endpoints have
        var headers = await Task.WhenAll(endpoints.All.Select(async (endpoint, i) =>
            newest[i] is { } header && header.Number == number ? header
            : newest[i]?.Number > number ? await TryHeaderAsync(endpoint, BlockTag.At(number), cancellationToken)
            : null));
        var alike = headers.OfType<BlockHeader>().GroupBy(h => h.Hash).MaxBy(g => g.Count());
        return (number, alike?.Count() >= agreement ? alike.First() : null, headers);
    }

    private async Task<BlockHeader?> TryHeaderAsync(ChainClient endpoint, BlockTag block, CancellationToken cancellationToken)
    {
        try
        {
            return await endpoint.HeaderAsync(block, cancellationToken);
        }
        catch (Exception e) when (e is RpcUnavailableException or RpcException)
        {
            Log.EndpointFailed(logger, endpoint.Name, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9200, LogLevel.Warning, "L1 endpoint {Endpoint} failed: {Reason}")]
        public static partial void EndpointFailed(ILogger logger, string endpoint, string reason);

        [LoggerMessage(9201, LogLevel.Error, "L1 endpoint {Endpoint} names another block {Number} than {Agreed}, which the others agree on: it is not believed")]
        public static partial void EndpointDisagrees(ILogger logger, string endpoint, ulong number, Hash256 agreed);

        [LoggerMessage(9202, LogLevel.Warning, "L1 endpoint {Endpoint} gave a storage proof that does not hold: {Reason}")]
        public static partial void ProofFailed(ILogger logger, string endpoint, string reason);
    }
}
