using System.Net;
using System.Net.Sockets;

namespace PoaSidechain.Network.Peers;

/// <summary>Counts connections whose handshake is not done by where they come from, so that one host cannot hold all the places there are for them.</summary>
/// <remarks>
/// Thread: any. No address is let off: a process on this machine or in the same private network can hold connections open as well as a
/// stranger. Of IPv6 the network counts, since a host has all addresses of its /64.
/// </remarks>
internal sealed class PendingHandshakes(int maxPerAddress)
{
    private const int HostBytes = 8;

    private readonly Lock _countsLock = new();
    private readonly Dictionary<IPAddress, int> _counts = [];

    /// <summary>Takes a place; false when the address has as many as it may.</summary>
    public bool TryEnter(IPAddress address)
    {
        var key = KeyOf(address);
        lock (_countsLock)
        {
            var count = _counts.GetValueOrDefault(key);
            if (count >= maxPerAddress)
            {
                return false;
            }

            _counts[key] = count + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(IPAddress address)
    {
        var key = KeyOf(address);
        lock (_countsLock)
        {
            if (--_counts[key] == 0)
            {
                _counts.Remove(key);
            }
        }
    }

    private static IPAddress KeyOf(IPAddress address)
    {
        var plain = AddressKinds.Plain(address);
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain;
        }

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(HostBytes).Clear();
        return new IPAddress(bytes);
    }
}
