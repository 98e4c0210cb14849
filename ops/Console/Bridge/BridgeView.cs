using System.Collections.Immutable;

namespace PoaSidechain.Console.Bridge;

/// <summary>The bridge's L1 side at one moment.</summary>
internal sealed record BridgeView
{
    /// <summary>Before anything is known.</summary>
    public static BridgeView Unknown { get; } = new();

    /// <summary>The newest checkpoints, newest first.</summary>
    public ImmutableArray<CheckpointRow> Checkpoints { get; init; } = [];

    /// <summary>L1's head.</summary>
    public ulong L1Head { get; init; }

    /// <summary>L1's newest finalized block.</summary>
    public ulong L1Final { get; init; }

    /// <summary>Withdrawals that the newest checkpoint makes claimable.</summary>
    public ulong Claimable { get; init; }

    /// <summary>Deposits made on L1, and how many of them the sidechain has taken in.</summary>
    public (ulong Made, ulong TakenIn) Deposits { get; init; }

    /// <summary>Why nothing newer is known; null while the L1 answers.</summary>
    public string? Failure { get; init; }
}
