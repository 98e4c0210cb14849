using System.Net;
using System.Net.Sockets;

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
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IsLocal(plain))
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

    private static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[16];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _)
            && (bytes[0], bytes[1]) is (10, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254);
    }
}
