namespace PoaSidechain.Chain.Rules;

/// <summary>The answer of a rule: valid, or which rule was broken and how.</summary>
/// <param name="Error">The broken rule.</param>
/// <param name="Detail">What was found and what was expected; made only on refusal.</param>
public readonly record struct BlockVerdict(BlockError Error, string? Detail = null)
{
    /// <summary>Nothing is wrong.</summary>
    public static BlockVerdict Valid => default;

    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Error == BlockError.None;

    /// <summary>A refusal.</summary>
    public static BlockVerdict Invalid(BlockError error, string? detail = null) => new(error, detail);

    /// <summary>Short text and detail.</summary>
    public override string ToString() => Detail is null ? Error.Text() : $"{Error.Text()}: {Detail}";
}
