namespace PoaSidechain.Evm;

/// <summary>The answer of a transaction rule: valid, or which rule was broken and how.</summary>
/// <param name="Error">The broken rule.</param>
/// <param name="Detail">What was found and what was expected; made only on refusal.</param>
public readonly record struct TransactionVerdict(TransactionError Error, string? Detail = null)
{
    /// <summary>Nothing is wrong.</summary>
    public static TransactionVerdict Valid => default;

    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Error == TransactionError.None;

    /// <summary>Short text and detail.</summary>
    public override string ToString() => Detail is null ? Error.Text() : $"{Error.Text()}: {Detail}";
}
