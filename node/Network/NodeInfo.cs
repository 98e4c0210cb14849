using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;

namespace PoaSidechain.Network;

/// <summary>What <c>admin_nodeInfo</c> says about this node.</summary>
public sealed record NodeInfo
{
    /// <summary>The node's key.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Client name told to peers.</summary>
    public required string Name { get; init; }

    /// <summary>Where peers reach this node.</summary>
    public required Enode Enode { get; init; }

    /// <summary>The node's own record in text form (EIP-778); null without discovery.</summary>
    public required string? NodeRecord { get; init; }

    /// <summary>Address and port that it listens on; null when it does not.</summary>
    public required string? ListenAddress { get; init; }

    /// <summary>Network id.</summary>
    public required ulong NetworkId { get; init; }

    /// <summary>Genesis block.</summary>
    public required Hash256 GenesisHash { get; init; }

    /// <summary>Head.</summary>
    public required Hash256 HeadHash { get; init; }

    /// <summary>The head's total difficulty, genesis included.</summary>
    public required UInt256 TotalDifficulty { get; init; }
}
