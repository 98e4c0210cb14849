namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>Why a JSON value is no argument of a type, in the words that geth's clients have learnt to expect.</summary>
/// <param name="Text">The fault.</param>
/// <param name="GoType">The type that geth names for it; null where its text stands alone.</param>
internal sealed record ArgumentError(string Text, string? GoType = null)
{
    /// <summary>True when the argument is not named: geth finds such a fault in the method itself.</summary>
    public bool IsOfMethod { get; init; }

    /// <summary>The text for a value that stands by itself.</summary>
    public override string ToString() =>
        GoType is null ? Text : $"json: cannot unmarshal {Text} into Go value of type {GoType}";

    /// <summary>The error of a member of an object; geth names it.</summary>
    public ArgumentError In(string structure, string field) =>
        GoType is null ? this : new ArgumentError($"json: cannot unmarshal {Text} into Go struct field {structure}.{field} of type {GoType}");
}
