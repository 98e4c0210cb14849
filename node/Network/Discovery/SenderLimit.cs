using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>How many packets are looked at: so many from one sender, and so many from all strangers together, whose addresses may be forged.</summary>
/// <remarks>
/// Asked before anything is computed: a packet costs a signature recovery, some 50 µs. Who has proven its address, or owes us an answer, is no stranger, so
/// that a flood from invented addresses does not keep known nodes out. Bounded; a sender that is pushed out starts with a full allowance.
/// Differs from geth, which has no such limit. Thread: one at a time.
/// </remarks>
internal sealed class SenderLimit(TimeProvider time)
{
    /// <summary>Packets a second from one sender in the long run; a lookup sends us three questions at most.</summary>
    public const int PerSenderPerSecond = 20;

    /// <summary>Packets from one sender at once.</summary>
    public const int PerSenderAtOnce = 60;

    /// <summary>Packets a second from all strangers together: about 3 % of one processor.</summary>
    public const int StrangersPerSecond = 500;

    private const int MaxSenders = 4096;
    private const int PrefixBytes = 8;

    private readonly LruCache<IPEndPoint, Allowance> _senders = new(MaxSenders);
    private Allowance _strangers = new(StrangersPerSecond, time.GetTimestamp());

    /// <summary>True when a packet from here may be looked at; takes it off the allowance.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="isKnown">Says whether it is no stranger; asked only when it matters.</param>
    public bool Allows(IPEndPoint from, Func<IPEndPoint, bool> isKnown)
    {
        var key = KeyOf(from);
        var now = time.GetTimestamp();
        var sender = _senders.TryGet(key, out var found) ? Refill(found, now, PerSenderPerSecond, PerSenderAtOnce) : new Allowance(PerSenderAtOnce, now);
        if (sender.Packets < 1)
        {
            _senders.Set(key, sender);
            return false;
        }

        _strangers = Refill(_strangers, now, StrangersPerSecond, StrangersPerSecond);
        if (!isKnown(from))
        {
            if (_strangers.Packets < 1)
            {
                return false; // not noted: a flood of invented addresses pushes nobody out
            }

            _strangers = _strangers with { Packets = _strangers.Packets - 1 };
        }

        _senders.Set(key, sender with { Packets = sender.Packets - 1 });
        return true;
    }

    private Allowance Refill(Allowance allowance, long now, int perSecond, int most) =>
        new(Math.Min(most, allowance.Packets + (time.GetElapsedTime(allowance.At, now).TotalSeconds * perSecond)), now);

    /// <summary>An address is a sender, of IPv6 its network of 64 bits; on this machine and in private networks, where many nodes share one address, the port counts too.</summary>
    private static IPEndPoint KeyOf(IPEndPoint from)
    {
        if (AddressKinds.IsLocal(from.Address))
        {
            return from;
        }

        if (from.AddressFamily == AddressFamily.InterNetwork)
        {
            return new IPEndPoint(from.Address, 0);
        }

        var bytes = from.Address.GetAddressBytes();
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(PrefixBytes), 0);
        return new IPEndPoint(new IPAddress(bytes), 0);
    }

    private readonly record struct Allowance(double Packets, long At);
}
