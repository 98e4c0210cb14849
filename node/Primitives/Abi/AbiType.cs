namespace PoaSidechain.Primitives.Abi;

/// <summary>A type of the contract ABI. Thread: any; immutable.</summary>
public sealed class AbiType : IEquatable<AbiType>
{
    /// <summary>Length of a slot of the encoding in bytes.</summary>
    public const int WordLength = 32;

    private readonly string _canonical;

    private AbiType(AbiKind kind, int size, AbiType? element, IReadOnlyList<AbiParameter> components, string canonical)
    {
        Kind = kind;
        Size = size;
        Element = element;
        Components = components;
        _canonical = canonical;
        IsDynamic = kind is AbiKind.Bytes or AbiKind.Text or AbiKind.Array
            || (kind == AbiKind.FixedArray && element!.IsDynamic)
            || (kind == AbiKind.Tuple && components.Any(component => component.Type.IsDynamic));
        HeadLength = checked(IsDynamic ? WordLength : kind switch
        {
            AbiKind.FixedArray => size * element!.HeadLength,
            AbiKind.Tuple => components.Sum(component => component.Type.HeadLength),
            _ => WordLength,
        });
    }

    /// <summary>uint256.</summary>
    public static AbiType UInt256 { get; } = UnsignedInteger(256);

    /// <summary>address.</summary>
    public static AbiType Address { get; } = new(AbiKind.Address, 20, null, [], "address");

    /// <summary>bool.</summary>
    public static AbiType Boolean { get; } = new(AbiKind.Boolean, 1, null, [], "bool");

    /// <summary>bytes32.</summary>
    public static AbiType Bytes32 { get; } = FixedBytes(32);

    /// <summary>bytes.</summary>
    public static AbiType Bytes { get; } = new(AbiKind.Bytes, 0, null, [], "bytes");

    /// <summary>string.</summary>
    public static AbiType Text { get; } = new(AbiKind.Text, 0, null, [], "string");

    /// <summary>The kind.</summary>
    public AbiKind Kind { get; }

    /// <summary>Bits of an integer, bytes of bytesN, elements of T[n]; else without meaning.</summary>
    public int Size { get; }

    /// <summary>The type of an array's elements.</summary>
    public AbiType? Element { get; }

    /// <summary>The members of a tuple.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>True when the length of an encoding depends on the value.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes that a value takes in the head of its container: the whole of a static one, an offset to a dynamic one.</summary>
    public int HeadLength { get; }

    /// <summary>uintN.</summary>
    public static AbiType UnsignedInteger(int bits) => new(AbiKind.UnsignedInteger, Bits(bits), null, [], $"uint{bits}");

    /// <summary>intN.</summary>
    public static AbiType SignedInteger(int bits) => new(AbiKind.SignedInteger, Bits(bits), null, [], $"int{bits}");

    /// <summary>bytesN.</summary>
    public static AbiType FixedBytes(int length) => length is >= 1 and <= 32
        ? new AbiType(AbiKind.FixedBytes, length, null, [], $"bytes{length}")
        : throw new AbiException($"bytes{length} is no type: the length is 1 to 32.");

    /// <summary>element[].</summary>
    public static AbiType Array(AbiType element) => new(AbiKind.Array, 0, element, [], $"{element}[]");

    /// <summary>element[length].</summary>
    public static AbiType FixedArray(AbiType element, int length) => new(AbiKind.FixedArray, length, element, [], $"{element}[{length}]");

    /// <summary>A tuple.</summary>
    public static AbiType Tuple(params IReadOnlyList<AbiParameter> components) =>
        new(AbiKind.Tuple, 0, null, components, $"({string.Join(',', components.Select(component => component.Type))})");

    /// <summary>Reads Solidity's way of writing: <c>uint256</c>, <c>bytes32[4]</c>, <c>(address to,uint256[] amounts)[]</c>; <c>tuple</c> may stand before a bracket.</summary>
    /// <exception cref="AbiException">The text is no type.</exception>
    public static AbiType Parse(string text) => AbiTypeParser.ParseType(text);

    internal static AbiType FunctionPointer { get; } = new(AbiKind.FixedBytes, 24, null, [], "function");

    /// <inheritdoc/>
    public bool Equals(AbiType? other) => other is not null && _canonical == other._canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AbiType);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_canonical);

    /// <summary>The canonical form, of which selectors are made.</summary>
    public override string ToString() => _canonical;

    private static int Bits(int bits) => bits is >= 8 and <= 256 && bits % 8 == 0
        ? bits
        : throw new AbiException($"An integer has 8, 16 … 256 bits, not {bits}.");
}
