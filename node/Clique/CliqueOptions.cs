namespace PoaSidechain.Clique;

/// <summary>How this node seals. Period, epoch and signers are not here: they come from the genesis file alone.</summary>
public sealed class CliqueOptions
{
    /// <summary>Up to 32 bytes put in front of the extra data of own blocks; the default names version and system.</summary>
    public string? Vanity { get; init; }

    /// <summary>True to seal no block without transactions.</summary>
    public bool SkipEmpty { get; init; }

    /// <summary>
    /// Least time that a signer out of turn leaves to the one in turn, before its random delay. Null for half the period, at most
    /// two seconds. geth has none and lets out-of-turn blocks win races.
    /// </summary>
    public TimeSpan? OutOfTurnDelay { get; init; }
}
