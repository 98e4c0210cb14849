namespace PoaSidechain.Network.Discovery;

/// <summary>A node that answered a ping.</summary>
/// <param name="Node">The node.</param>
/// <param name="LastPong">When it last did.</param>
internal readonly record struct TableEntry(DiscoveredNode Node, DateTimeOffset LastPong);
