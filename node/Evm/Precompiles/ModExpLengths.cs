using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>The lengths in bytes at the head of a modular exponentiation's input; 2^62 stands for anything longer, which no gas pays.</summary>
internal readonly record struct ModExpLengths(ulong Base, ulong Exponent, ulong Modulus)
{
    private const ulong TooLong = 1UL << 62;

    public ulong Longest => Math.Max(Math.Max(Base, Exponent), Modulus);

    public static ModExpLengths Read(ReadOnlySpan<byte> input)
    {
        Span<byte> header = stackalloc byte[96];
        header.Clear();
        input[..Math.Min(input.Length, header.Length)].CopyTo(header);
        return new ModExpLengths(Read(header, 0), Read(header, 32), Read(header, 64));
    }

    private static ulong Read(ReadOnlySpan<byte> header, int offset) =>
        Math.Min(UInt256.FromBigEndian(header.Slice(offset, 32)).SaturateToUInt64(), TooLong);
}
