namespace PoaSidechain.Primitives.Bridge;

/// <summary>All that is decided when a bridge is deployed. Nothing of it can be changed later, but for guardians and council, by the timelock.</summary>
/// <remarks>The signer set is not among it: the Anchor reads it from the genesis header.</remarks>
public sealed record BridgeTerms
{
    /// <summary>The terms that a plan file begins with; those of the genesis are added when it is read with one.</summary>
    /// <param name="l1ChainId">Chain id of L1.</param>
    /// <param name="guardians">Who may pause for 48 hours; nobody if empty.</param>
    public static BridgeTerms Recommended(UInt256 l1ChainId, IReadOnlyList<Address> guardians) => new()
    {
        L1ChainId = l1ChainId,
        GenesisHeader = default,
        SidechainChainId = default,
        EpochLength = 0,
        EthLimits = SpeedLimits.Recommended,
        Erc20Limits = SpeedLimits.Recommended,
        QuarantineSeconds = 86_400,
        Guardians = guardians,
    };

    /// <summary>Chain id of L1.</summary>
    public required UInt256 L1ChainId { get; init; }

    /// <summary>RLP of the sidechain's genesis header.</summary>
    public required ReadOnlyMemory<byte> GenesisHeader { get; init; }

    /// <summary>Chain id of the sidechain.</summary>
    public required UInt256 SidechainChainId { get; init; }

    /// <summary><c>clique.epoch</c> of its genesis.</summary>
    public required ulong EpochLength { get; init; }

    /// <summary>Speed limits of ETH.</summary>
    public required SpeedLimits EthLimits { get; init; }

    /// <summary>Speed limits of each ERC-20.</summary>
    public required SpeedLimits Erc20Limits { get; init; }

    /// <summary>For so long after a set change new roots mature so much later, seconds.</summary>
    public ulong QuarantineSeconds { get; init; }

    /// <summary>Who may pause for 48 hours.</summary>
    public IReadOnlyList<Address> Guardians { get; init; } = [];

    /// <summary>Who may pause for longer; zero for nobody.</summary>
    public Address Council { get; init; }

    /// <summary>Who names guardians and council: a timelock of at least 14 days that stands on L1 already; zero for nobody.</summary>
    public Address Timelock { get; init; }

    /// <summary>A contract on L1 that must agree to each checkpoint as well; zero for none.</summary>
    public Address ExtraVerifier { get; init; }

    /// <summary>The pool that pays for checkpoints; null for none.</summary>
    public FeePoolTerms? FeePool { get; init; }

    /// <summary>The router of deposits without an approval; null for none.</summary>
    public RouterTerms? Router { get; init; }

    /// <summary>True when anyone may pause, so that a PauseBoard is needed.</summary>
    public bool HasPauseBoard => Guardians.Count > 0 || !Council.IsZero || !Timelock.IsZero;
}
