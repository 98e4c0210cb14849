using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Discovery;

/// <summary>Our own node record, signed anew when the chain passes a fork.</summary>
/// <remarks>
/// Thread: any. The number is the time of signing in milliseconds, so that it grows over restarts without being stored (EIP-778 asks only that it grows).
/// </remarks>
/// <param name="key">The node's key.</param>
/// <param name="forkId">The chain's fork id now (EIP-2124).</param>
/// <param name="time">Clock.</param>
internal sealed class OwnRecord(PrivateKey key, Func<ForkId> forkId, TimeProvider time)
{
    private readonly Lock _recordLock = new();
    private DiscoveryEndpoint _endpoint;
    private NodeRecord? _record;

    /// <summary>Where others reach us.</summary>
    public DiscoveryEndpoint Endpoint
    {
        get => _endpoint;
        set
        {
            lock (_recordLock)
            {
                (_endpoint, _record) = (value, null);
            }
        }
    }

    /// <summary>The record as it is now.</summary>
    public NodeRecord Current
    {
        get
        {
            var forks = forkId();
            lock (_recordLock)
            {
                if (_record is null || _record.ForkId != forks)
                {
                    var sequence = Math.Max((ulong)time.GetUtcNow().ToUnixTimeMilliseconds(), _record is null ? 0 : _record.Sequence + 1);
                    _record = NodeRecord.Sign(key, sequence, _endpoint, forks);
                }

                return _record;
            }
        }
    }
}
