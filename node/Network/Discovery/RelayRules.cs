using System.Net;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Discovery;

/// <summary>Which nodes one node may name to another, so that nobody is made to knock at doors of machines beside it.</summary>
internal static class RelayRules
{
    private const int HighestSystemPort = 1024;

    /// <summary>Judges a node that was named to us.</summary>
    /// <param name="sender">Who named it.</param>
    /// <param name="node">The node.</param>
    /// <param name="restriction">The operator's networks.</param>
    public static DiscoveryFault Check(IPAddress sender, DiscoveredNode node, NetworkRestriction restriction) =>
        !IsFitFor(sender, node.Address) ? DiscoveryFault.UnusableAddress
        : !restriction.Allows(node.Address) ? DiscoveryFault.RestrictedAddress
        : node.UdpPort <= HighestSystemPort ? DiscoveryFault.LowPort
        : !node.Id.IsValid ? DiscoveryFault.InvalidId
        : DiscoveryFault.None;

    /// <summary>True when an address means the same to a node at another address: local ones do only to local nodes.</summary>
    public static bool IsFitFor(IPAddress other, IPAddress address) =>
        !AddressKinds.IsSpecial(address)
        && (!IPAddress.IsLoopback(address) || IPAddress.IsLoopback(other))
        && (!AddressKinds.IsLocal(address) || AddressKinds.IsLocal(other));
}
