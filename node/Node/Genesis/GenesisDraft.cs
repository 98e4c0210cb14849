using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Genesis;

/// <summary>What an operator decides about a new chain.</summary>
internal sealed record GenesisDraft
{
    /// <summary>The chain id.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>First signers; written in ascending order.</summary>
    public required IReadOnlyList<Address> Signers { get; init; }

    /// <summary>Seconds between blocks.</summary>
    public required ulong PeriodSeconds { get; init; }

    /// <summary>Blocks between two signer lists in headers.</summary>
    public required ulong EpochLength { get; init; }

    /// <summary>True for all forks up to Osaka, false for London rules, which other Clique clients run too.</summary>
    public required bool IsModern { get; init; }

    /// <summary>Gas limit of block 0.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>Time of block 0, seconds since 1970.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>Balances in wei.</summary>
    public required IReadOnlyDictionary<Address, UInt256> Funds { get; init; }

    /// <summary>Balance of the bridge's native vault in wei; null for a chain without a bridge.</summary>
    public UInt256? BridgeReserve { get; init; }
}
