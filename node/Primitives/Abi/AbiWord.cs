namespace PoaSidechain.Primitives.Abi;

/// <summary>Values that take one word: numbers, addresses, booleans, short bytes. Both ways are strict about what is padding.</summary>
internal static class AbiWord
{
    public static void Write(AbiType type, object value, Span<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger:
                var number = NumberOf(type, value);
                (number.BitLength <= type.Size ? number : throw Unfit(type, value)).WriteBigEndian(word);
                return;
            case AbiKind.SignedInteger:
                number = NumberOf(type, value);
                (IsSignExtended(type, number) ? number : throw Unfit(type, value)).WriteBigEndian(word);
                return;
            case AbiKind.Address:
                word[..12].Clear();
                (value is Address address ? address : throw Unfit(type, value)).CopyTo(word[12..]);
                return;
            case AbiKind.Boolean:
                word.Clear();
                word[31] = value is bool flag ? (byte)(flag ? 1 : 0) : throw Unfit(type, value);
                return;
            case AbiKind.FixedBytes:
                var bytes = BytesOf(type, value);
                word.Clear();
                (bytes.Length == type.Size ? bytes : throw Unfit(type, value)).CopyTo(word);
                return;
            default:
                throw Unfit(type, value);
        }
    }

    public static object Read(AbiType type, ReadOnlySpan<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger:
                var number = UInt256.FromBigEndian(word);
                return number.BitLength <= type.Size ? number : throw Malformed(type, word);
            case AbiKind.SignedInteger:
                number = UInt256.FromBigEndian(word);
                return IsSignExtended(type, number) ? number : throw Malformed(type, word);
            case AbiKind.Address:
                return !word[..12].ContainsAnyExcept((byte)0) ? new Address(word[12..]) : throw Malformed(type, word);
            case AbiKind.Boolean:
                return !word[..31].ContainsAnyExcept((byte)0) && word[31] <= 1 ? word[31] == 1 : throw Malformed(type, word);
            default:
                return word[type.Size..].ContainsAnyExcept((byte)0) ? throw Malformed(type, word)
                    : type.Size == Hash256.Size ? new Hash256(word)
                    : new ReadOnlyMemory<byte>(word[..type.Size].ToArray());
        }
    }

    public static ReadOnlySpan<byte> BytesOf(AbiType type, object value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes.Span,
        Hash256 hash => hash.ToArray(),
        _ => throw Unfit(type, value),
    };

    public static AbiException Unfit(AbiType type, object value) =>
        new($"{AbiFormat.Value(value)} ({value.GetType().Name}) is no value of the type {type}.");

    private static UInt256 NumberOf(AbiType type, object value) => value switch
    {
        UInt256 number => number,
        ulong number => number,
        uint number => number,
        byte number => (uint)number,
        int number => Signed(type, number),
        long number => Signed(type, number),
        _ => throw Unfit(type, value),
    };

    private static UInt256 Signed(AbiType type, long number)
    {
        if (number >= 0)
        {
            return (ulong)number;
        }

        return type.Kind == AbiKind.SignedInteger ? UInt256.Negate((ulong)-(number + 1) + 1) : throw Unfit(type, number);
    }

    private static bool IsSignExtended(AbiType type, in UInt256 number) => UInt256.SignExtend((type.Size / 8) - 1, number) == number;

    private static AbiException Malformed(AbiType type, ReadOnlySpan<byte> word) => new($"{Hex.Encode(word)} is no value of the type {type}.");
}
