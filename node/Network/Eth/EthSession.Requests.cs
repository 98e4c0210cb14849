using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Questions to the peer. Each answer is null when there is none: the session ended, or the time was over.</summary>
internal sealed partial class EthSession
{
    /// <summary>Time for an answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>So many requests in a row without an answer, and the peer is of no use.</summary>
    private const int MaxTimeouts = 3;

    private readonly PendingRequests _requests = new();
    private int _timeouts;

    /// <summary>Questions that wait for an answer: who has fewest is asked next.</summary>
    public int RequestsInFlight => _requests.Count;

    /// <summary>True when the last request was not answered in time.</summary>
    public bool IsSlow => Volatile.Read(ref _timeouts) > 0;

    /// <summary>False once the session is over.</summary>
    public bool IsOpen => !_requests.IsClosed;

    /// <summary>Asks for headers.</summary>
    public Task<BlockHeader[]?> GetHeadersAsync(HeadersRequest request, CancellationToken cancellation)
    {
        BlockHeader[] Read(ref RlpReader content) => EthCodec.ReadHeaders(ref content, (int)Math.Min(request.Amount, EthLimits.MaxServed));
        return AskAsync(
            EthMessage.GetBlockHeaders,
            id => EthCodec.EncodeRequest(id, request, EthCodec.WriteHeadersRequest),
            new PendingRequest<BlockHeader[]>(EthMessage.BlockHeaders, Read),
            cancellation);
    }

    /// <summary>Asks for bodies, in this order; the peer leaves out those that it does not have.</summary>
    public Task<BlockBody[]?> GetBodiesAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        BlockBody[] Read(ref RlpReader content) => EthCodec.ReadBodies(ref content, hashes.Count);
        return AskAsync(
            EthMessage.GetBlockBodies,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<BlockBody[]>(EthMessage.BlockBodies, Read),
            cancellation);
    }

    /// <summary>Asks for the receipts of blocks, in this order; the peer leaves out those that it does not have.</summary>
    public Task<Receipt[][]?> GetReceiptsAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        Receipt[][] Read(ref RlpReader content) => EthCodec.ReadReceipts(ref content, hashes.Count);
        return AskAsync(
            EthMessage.GetReceipts,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<Receipt[][]>(EthMessage.Receipts, Read),
            cancellation);
    }

    /// <summary>Asks for transactions of the peer's pool; it leaves out those that it does not have.</summary>
    public Task<Transaction[]?> GetPooledTransactionsAsync(IReadOnlyList<Hash256> hashes, CancellationToken cancellation)
    {
        Transaction[] Read(ref RlpReader content) => EthCodec.ReadTransactions(ref content, hashes.Count);
        return AskAsync(
            EthMessage.GetPooledTransactions,
            id => EthCodec.EncodeRequest(id, hashes, EthCodec.WriteHashes),
            new PendingRequest<Transaction[]>(EthMessage.PooledTransactions, Read),
            cancellation);
    }

    private async Task<T?> AskAsync<T>(int code, Func<ulong, byte[]> encode, PendingRequest<T> request, CancellationToken cancellation)
        where T : class
    {
        if (!_requests.TryAdd(request, out var id))
        {
            return null;
        }

        var started = services.Time.GetTimestamp();
        var outcome = "gone";
        try
        {
            var waiting = request.WaitAsync(RequestTimeout, services.Time, cancellation);
            await session.SendAsync(capability, code, encode(id), cancellation);
            var answer = await waiting;
            if (answer is not null)
            {
                outcome = "answered";
                Volatile.Write(ref _timeouts, 0);
            }

            return answer;
        }
        catch (TimeoutException)
        {
            outcome = "timeout";
            if (Interlocked.Increment(ref _timeouts) >= MaxTimeouts)
            {
                Penalize(PeerFault.RequestTimeout, $"{MaxTimeouts} requests in a row without an answer");
            }

            return null;
        }
        finally
        {
            _requests.Remove(id);
            services.Metrics.RequestDone(EthMessage.Names[code], outcome, services.Time.GetElapsedTime(started));
        }
    }

    private bool TakeAnswer(int code, ReadOnlySpan<byte> payload)
    {
        if (code is EthMessage.BlockHeaders or EthMessage.BlockBodies or EthMessage.Receipts or EthMessage.PooledTransactions)
        {
            _requests.Answer(code, payload);
            return true;
        }

        return code == EthMessage.NodeData && Version < 67; // never asked for, and no harm
    }
}
