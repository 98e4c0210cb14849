using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Solvency;

/// <summary>What the events of both chains add up to for one asset, in its smallest unit.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class AssetSums
{
    /// <summary>Deposited on L1.</summary>
    public UInt256 Deposited { get; set; }

    /// <summary>Paid out, or owed to a recipient that refused, on L1.</summary>
    public UInt256 Claimed { get; set; }

    /// <summary>Credited on the sidechain.</summary>
    public UInt256 Credited { get; set; }

    /// <summary>Sent back because crediting failed; each is among the withdrawals too.</summary>
    public UInt256 Bounced { get; set; }

    /// <summary>Withdrawn on the sidechain.</summary>
    public UInt256 Withdrawn { get; set; }

    /// <summary>Withdrawn and not yet paid.</summary>
    public UInt256 Unclaimed => Withdrawn > Claimed ? Withdrawn - Claimed : UInt256.Zero;

    /// <summary>Deposited and not yet credited; the two chains are read at different moments, so it is never less than nothing.</summary>
    public UInt256 Uncredited => Deposited > Credited + Bounced ? Deposited - Credited - Bounced : UInt256.Zero;
}
