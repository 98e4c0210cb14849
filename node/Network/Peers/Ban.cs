namespace PoaSidechain.Network.Peers;

/// <summary>A node that is not let in for a while.</summary>
/// <param name="Id">The node.</param>
/// <param name="Fault">What it did.</param>
/// <param name="Detail">More about it.</param>
/// <param name="Until">When it may come back.</param>
public sealed record Ban(NodeId Id, PeerFault Fault, string? Detail, DateTimeOffset Until);
