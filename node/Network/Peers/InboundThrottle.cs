using System.Net;

namespace PoaSidechain.Network.Peers;

/// <summary>Lets each Internet address connect once in 30 s, before any cryptography is spent on it.</summary>
/// <remarks>Thread: the listener's loop only. Addresses of this machine and of private networks are not limited, as in geth.</remarks>
internal sealed class InboundThrottle(TimeProvider time)
{
    /// <summary>Time between two connections from one address.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<IPAddress, DateTimeOffset> _lastSeen = [];
    private readonly Queue<(DateTimeOffset Seen, IPAddress Address)> _order = new();

    /// <summary>True when the address may connect now.</summary>
    public bool TryEnter(IPAddress address)
    {
        var plain = AddressKinds.Plain(address);
        if (AddressKinds.IsLocal(plain))
        {
            return true;
        }

        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && oldest.Seen + Interval <= now)
        {
            _order.Dequeue();
            _lastSeen.Remove(oldest.Address);
        }

        if (!_lastSeen.TryAdd(plain, now))
        {
            return false;
        }

        _order.Enqueue((now, plain));
        return true;
    }
}
