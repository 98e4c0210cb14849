using System.ComponentModel.DataAnnotations;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network;

/// <summary>What an operator may choose about finding other nodes (discv4).</summary>
public sealed class DiscoveryOptions
{
    /// <summary>UDP port; the TCP port when null. 0 takes a free one, which the node's own enode URL then names.</summary>
    [Range(0, 65535)]
    public int? Port { get; init; }

    /// <summary>Nodes to ask first (<c>enode://…</c>). Default none: then only those that are remembered, and those that ask us.</summary>
    public IReadOnlyList<Enode> Bootnodes { get; init; } = [];

    /// <summary>File in which found nodes are remembered; null to forget them.</summary>
    public string? NodesFile { get; init; }

    /// <summary>Pause between two searches while there are too few peers. Default 5 s.</summary>
    public TimeSpan SearchInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two checks that a known node is still there. Default 10 s, as in geth.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(10);
}
