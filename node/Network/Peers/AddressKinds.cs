using System.Net;
using System.Net.Sockets;

namespace PoaSidechain.Network.Peers;

/// <summary>What an IP address can be used for.</summary>
internal static class AddressKinds
{
    /// <summary>Networks in which no node can be: this network, documentation, benchmarks, multicast, reserved (RFC 6890).</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "192.0.0.0/29", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "100::/64", "2001::/32", "2001:2::/48", "2001:db8::/32", "2002::/16", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>An IPv4 address in its own form, also where a socket that speaks both versions shows it as IPv6.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>True for this machine and for private networks.</summary>
    public static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[16];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _)
            && (bytes[0], bytes[1]) is (10, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254);
    }

    /// <summary>True for an address at which no node can be reached.</summary>
    public static bool IsSpecial(IPAddress address) => Array.Exists(Special, network => network.Contains(address));
}
