using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace PoaSidechain.Primitives.Abi;

/// <summary>Writes values in the contract ABI (Solidity ABI specification, "Formal Specification of the Encoding").</summary>
/// <remarks>
/// Takes what <see cref="AbiTuple"/> gives, and besides: <see cref="ulong"/>, <see cref="uint"/>, <see cref="int"/>, <see cref="long"/> for
/// integers, byte[] for bytes and bytesN, any list for arrays, and lists or C# tuples for tuples. Thread: any.
/// </remarks>
public static class AbiEncoder
{
    /// <summary>The values one after another, as the arguments of a call, an event's data or <c>abi.encode</c>.</summary>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public static byte[] Encode(IReadOnlyList<AbiParameter> parameters, params object[] values)
    {
        var writer = new AbiWriter();
        WriteSequence(writer, [.. parameters.Select(parameter => parameter.Type)], values);
        return writer.ToArray();
    }

    /// <summary>The values one after another, of types written as text.</summary>
    public static byte[] Encode(string types, params object[] values) => Encode(AbiTypeParser.ParseParameters(types), values);

    /// <summary>The 32 bytes of a static value of one word.</summary>
    public static Hash256 EncodeWord(AbiType type, object value)
    {
        Span<byte> word = stackalloc byte[AbiType.WordLength];
        AbiWord.Write(type, value, word);
        return new Hash256(word);
    }

    /// <summary>The values of a tuple or an array's elements: heads first, tails behind, offsets from the start of the heads.</summary>
    private static void WriteSequence(AbiWriter writer, IReadOnlyList<AbiType> types, IList values)
    {
        if (values.Count != types.Count)
        {
            throw new AbiException($"{types.Count} values were expected, {values.Count} were given.");
        }

        var start = writer.Length;
        var at = start;
        writer.Reserve(types.Sum(type => type.HeadLength));
        for (var i = 0; i < types.Count; i++)
        {
            WriteHead(writer, types[i], values[i] ?? throw new AbiException($"Value {i} is missing."), at, start);
            at += types[i].HeadLength;
        }
    }

    private static void WriteHead(AbiWriter writer, AbiType type, object value, int at, int start)
    {
        if (type.IsDynamic)
        {
            writer.WriteNumber(at, writer.Length - start);
            WriteTail(writer, type, value);
            return;
        }

        if (type.Kind is not (AbiKind.Tuple or AbiKind.FixedArray))
        {
            AbiWord.Write(type, value, writer.Word(at));
            return;
        }

        var members = MembersOf(type, Elements(type, value), out var elements);
        for (var i = 0; i < members.Count; i++)
        {
            WriteHead(writer, members[i], elements[i] ?? throw new AbiException($"Element {i} is missing."), at, start);
            at += members[i].HeadLength;
        }
    }

    private static void WriteTail(AbiWriter writer, AbiType type, object value)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                writer.WriteBytes(AbiWord.BytesOf(type, value));
                return;
            case AbiKind.Text:
                writer.WriteBytes(Encoding.UTF8.GetBytes(value as string ?? throw AbiWord.Unfit(type, value)));
                return;
            case AbiKind.Array:
                writer.WriteNumber(writer.Reserve(AbiType.WordLength), Elements(type, value).Count);
                break;
        }

        WriteSequence(writer, MembersOf(type, Elements(type, value), out var elements), elements);
    }

    private static IReadOnlyList<AbiType> MembersOf(AbiType type, IList values, out IList elements)
    {
        elements = values;
        var expected = type.Kind switch { AbiKind.Tuple => type.Components.Count, AbiKind.FixedArray => type.Size, _ => values.Count };
        if (values.Count != expected)
        {
            throw new AbiException($"{type} has {expected} elements, {values.Count} were given.");
        }

        return type.Kind == AbiKind.Tuple
            ? [.. type.Components.Select(component => component.Type)]
            : Enumerable.Repeat(type.Element!, expected).ToArray();
    }

    private static IList Elements(AbiType type, object value) => value switch
    {
        AbiTuple tuple => tuple.ToArray(),
        ITuple tuple when type.Kind == AbiKind.Tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToArray(),
        byte[] when type.Element is null or { Kind: not AbiKind.UnsignedInteger } => throw AbiWord.Unfit(type, value),
        IList list => list,
        IEnumerable sequence and not string => sequence.Cast<object>().ToArray(),
        _ => throw AbiWord.Unfit(type, value),
    };
}
