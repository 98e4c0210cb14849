using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Discovery;

/// <summary>A packet whose signature was checked.</summary>
/// <param name="Hash">Its hash, by which answers name it.</param>
/// <param name="Sender">Whose key signed it.</param>
/// <param name="Message">What it says.</param>
internal sealed record DiscoveryPacket(Hash256 Hash, NodeId Sender, DiscoveryMessage Message);
