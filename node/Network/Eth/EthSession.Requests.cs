using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Questions to the peer. Each answer is null when there is none: the session ended, or the time was over.</summary>
internal sealed partial class EthSession
{
    private readonly RequestChannel _channel = new(session, capability, services.Time, services.Metrics);

    /// <inheritdoc cref="RequestChannel.InFlight"/>
    public int RequestsInFlight => _channel.InFlight;

    /// <inheritdoc cref="RequestChannel.IsSlow"/>
    public bool IsSlow => _channel.IsSlow;

    /// <inheritdoc cref="RequestChannel.IsOpen"/>
    public bool IsOpen => _channel.IsOpen;

    /// <summary>Asks for headers.</summary>
    public Task<BlockHeader[]?> GetHeadersAsync(HeadersRequest request, CancellationToken cancellation)
    {
        BlockHeader[] Read(ref RlpReader content) => EthCodec.ReadHeaders(ref content, (int)Math.Min(request.Amount, EthLimits.MaxServed));
        return _channel.AskAsync(
            EthMessage.GetBlockHeaders,
            id => EthCodec.EncodeRequest(id, request, EthCodec.WriteHeadersRequest),
            new PendingRequest<BlockHeader[]>(EthMessage.BlockHeaders, Read),
            cancellation);
    }

    /// <summary>Asks for bodies, in this order; the peer leaves out those that it does not have.</summary>
    public Task<BlockBody[]?> GetBodiesAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        BlockBody[] Read(ref RlpReader content) => EthCodec.ReadBodies(ref content, hashes.Count);
        return _channel.AskAsync(
            EthMessage.GetBlockBodies,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<BlockBody[]>(EthMessage.BlockBodies, Read),
            cancellation);
    }

    /// <summary>Asks for the receipts of blocks, in this order; the peer leaves out those that it does not have.</summary>
    public Task<Receipt[][]?> GetReceiptsAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        Receipt[][] Read(ref RlpReader content) => EthCodec.ReadReceipts(ref content, hashes.Count);
        return _channel.AskAsync(
            EthMessage.GetReceipts,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<Receipt[][]>(EthMessage.Receipts, Read),
            cancellation);
    }

    /// <summary>Asks for transactions of the peer's pool; it leaves out those that it does not have.</summary>
    public Task<Transaction[]?> GetPooledTransactionsAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        Transaction[] Read(ref RlpReader content) => EthCodec.ReadTransactions(ref content, hashes.Count);
        return _channel.AskAsync(
            EthMessage.GetPooledTransactions,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<Transaction[]>(EthMessage.PooledTransactions, Read),
            cancellation);
    }

    private bool TakeAnswer(int code, ReadOnlySpan<byte> payload)
    {
        if (code is EthMessage.BlockHeaders or EthMessage.BlockBodies or EthMessage.Receipts or EthMessage.PooledTransactions)
        {
            _channel.Take(code, payload);
            return true;
        }

        return code == EthMessage.NodeData && Version < 67; // never asked for, and no harm
    }
}
