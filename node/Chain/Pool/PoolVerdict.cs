using PoaSidechain.Evm;

namespace PoaSidechain.Chain.Pool;

/// <summary>The pool's answer to a transaction.</summary>
/// <param name="Error">Why not, or none.</param>
/// <param name="Detail">What was found and what was expected; made only on refusal.</param>
/// <param name="Transaction">The broken rule where the transaction itself is invalid.</param>
public readonly record struct PoolVerdict(PoolError Error, string? Detail = null, TransactionError Transaction = TransactionError.None)
{
    /// <summary>Taken.</summary>
    public static PoolVerdict Accepted => default;

    /// <summary>True when taken.</summary>
    public bool IsAccepted => Error == PoolError.None;

    /// <summary>A refusal because of a rule of the transaction itself.</summary>
    public static PoolVerdict Invalid(in TransactionVerdict verdict) => new(PoolError.InvalidTransaction, verdict.Detail, verdict.Error);
}
