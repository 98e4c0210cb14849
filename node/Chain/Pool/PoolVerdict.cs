namespace PoaSidechain.Chain.Pool;

/// <summary>The pool's answer to a transaction.</summary>
/// <param name="Error">Why not, or none.</param>
/// <param name="Detail">What was found and what was expected; made only on refusal.</param>
public readonly record struct PoolVerdict(PoolError Error, string? Detail = null)
{
    /// <summary>Taken.</summary>
    public static PoolVerdict Accepted => default;

    /// <summary>True when taken.</summary>
    public bool IsAccepted => Error == PoolError.None;
}
