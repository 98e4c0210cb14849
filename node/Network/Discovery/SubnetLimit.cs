using System.Net;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Counts addresses by their first 24 bits: whoever owns one network must not own the table.</summary>
/// <remarks>Thread: the table's lock. Local addresses are not counted, as in geth: a test network is all in one.</remarks>
internal sealed class SubnetLimit(int most)
{
    private readonly Dictionary<int, int> _counts = [];

    /// <summary>Counts an address; false when its network is full.</summary>
    public bool TryAdd(IPAddress address)
    {
        if (AddressKinds.IsLocal(address))
        {
            return true;
        }

        var subnet = SubnetOf(address);
        var count = _counts.GetValueOrDefault(subnet);
        if (count >= most)
        {
            return false;
        }

        _counts[subnet] = count + 1;
        return true;
    }

    /// <summary>Takes an address back that was counted.</summary>
    public void Remove(IPAddress address)
    {
        if (AddressKinds.IsLocal(address))
        {
            return;
        }

        var subnet = SubnetOf(address);
        if (--_counts[subnet] == 0)
        {
            _counts.Remove(subnet);
        }
    }

    private static int SubnetOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes.Length << 24) | (bytes[0] << 16) | (bytes[1] << 8) | bytes[2]; // the length keeps IPv4 and IPv6 apart
    }
}
