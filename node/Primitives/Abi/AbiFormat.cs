namespace PoaSidechain.Primitives.Abi;

/// <summary>Values as a person reads them: for logs, errors and tests.</summary>
internal static class AbiFormat
{
    public static string Tuple(AbiTuple tuple) =>
        $"({string.Join(", ", tuple.Parameters.Zip(tuple, (p, value) => p.Name.Length == 0 ? Value(p.Type, value) : $"{p.Name}: {Value(p.Type, value)}"))})";

    public static string Value(object value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Hex.Encode(bytes.Span),
        byte[] bytes => Hex.Encode(bytes),
        string text => $"\"{text}\"",
        object[] elements => $"[{string.Join(", ", elements.Select(Value))}]",
        bool flag => flag ? "true" : "false",
        _ => value.ToString() ?? "",
    };

    private static string Value(AbiType type, object value) => value switch
    {
        UInt256 { IsNegative: true } number when type.Kind == AbiKind.SignedInteger => $"-{UInt256.Negate(number)}",
        object[] elements when type.Element is { } element => $"[{string.Join(", ", elements.Select(e => Value(element, e)))}]",
        _ => Value(value),
    };
}
