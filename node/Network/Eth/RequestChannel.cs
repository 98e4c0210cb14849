using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Eth;

/// <summary>Questions to a peer in one protocol of its session. Each answer is null when there is none: the session ended, or the time was over.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class RequestChannel(RlpxSession session, SharedCapability capability, TimeProvider time, NetworkMetrics metrics)
{
    /// <summary>Time for an answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>So many requests in a row without an answer, and the peer is of no use.</summary>
    private const int MaxTimeouts = 3;

    private readonly PendingRequests _requests = new();
    private int _timeouts;

    /// <summary>Questions that wait for an answer: who has fewest is asked next.</summary>
    public int InFlight => _requests.Count;

    /// <summary>True when the last request was not answered in time.</summary>
    public bool IsSlow => Volatile.Read(ref _timeouts) > 0;

    /// <summary>False once the session is over.</summary>
    public bool IsOpen => !_requests.IsClosed;

    /// <summary>Asks and waits.</summary>
    public async Task<T?> AskAsync<T>(int code, Func<ulong, byte[]> encode, PendingRequest<T> request, CancellationToken cancellation)
        where T : class
    {
        if (!_requests.TryAdd(request, out var id))
        {
            return null;
        }

        var started = time.GetTimestamp();
        var outcome = "gone";
        try
        {
            var waiting = request.WaitAsync(Timeout, time, cancellation);
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
                session.End(SessionEnd.ForFault(PeerFault.RequestTimeout, $"{MaxTimeouts} requests in a row without an answer"));
            }

            return null;
        }
        finally
        {
            _requests.Remove(id);
            metrics.RequestDone(capability.Protocol.MessageNames[code], outcome, time.GetElapsedTime(started));
        }
    }

    /// <summary>Takes an answer to whoever waits for it. Thread: one at a time.</summary>
    public void Take(int code, ReadOnlySpan<byte> payload) => _requests.Answer(code, payload);

    /// <summary>Ends all waits: the session is over.</summary>
    public void Close() => _requests.Close();
}
