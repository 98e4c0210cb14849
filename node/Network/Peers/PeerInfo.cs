using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Peers;

/// <summary>What <c>admin_peers</c> says about a peer.</summary>
public sealed record PeerInfo
{
    /// <summary>The peer's key.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>The peer's enode URL, with the address it has in this session.</summary>
    public required string Enode { get; init; }

    /// <summary>Client name, as the peer says; printable ASCII only.</summary>
    public required string Name { get; init; }

    /// <summary>What the peer speaks: <c>eth/68</c>.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Our end of the connection.</summary>
    public required string LocalAddress { get; init; }

    /// <summary>The peer's end of the connection.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>True when the peer dialled us.</summary>
    public required bool IsInbound { get; init; }

    /// <summary>True when it is let in whatever the limits.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>True when we stay connected to it.</summary>
    public required bool IsStatic { get; init; }

    /// <summary>The version of eth that is spoken.</summary>
    public required int EthVersion { get; init; }

    /// <summary>The best block that the peer is known to have.</summary>
    public required Hash256 HeadHash { get; init; }

    /// <summary>That block's height, once known.</summary>
    public required ulong? HeadNumber { get; init; }

    /// <summary>That block's total difficulty, as the peer says.</summary>
    public required UInt256 TotalDifficulty { get; init; }
}
