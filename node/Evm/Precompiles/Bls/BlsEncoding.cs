using System.Buffers.Binary;
using PoaSidechain.Primitives;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>Numbers and points as EIP-2537 writes them: field elements of 64 bytes, big-endian, the point at infinity as zeros.</summary>
internal static unsafe class BlsEncoding
{
    public const int FieldSize = 64;
    public const int G1Size = 2 * FieldSize;
    public const int G2Size = 4 * FieldSize;
    public const int ScalarSize = 32;
    private const int Padding = 16; // zeros before the 48 bytes of a field element

    /// <summary>Order of the groups.</summary>
    public static readonly UInt256 Order = UInt256.Parse("0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

    private static readonly byte[] Modulus =
        Hex.Decode("0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");

    public static bool TryReadField(ReadOnlySpan<byte> input, Fp* result)
    {
        var digits = input[Padding..FieldSize];
        if (input[..Padding].ContainsAnyExcept((byte)0) || digits.SequenceCompareTo(Modulus) >= 0)
        {
            return false;
        }

        fixed (byte* bytes = digits)
        {
            NativeBlst.FpFromBigEndian(result, bytes);
        }

        return true;
    }

    public static bool TryReadField2(ReadOnlySpan<byte> input, Fp2* result) =>
        TryReadField(input, &result->C0) && TryReadField(input[FieldSize..], &result->C1);

    /// <summary>Reads a point of the curve.</summary>
    /// <param name="input">At least 128 bytes.</param>
    /// <param name="result">The point.</param>
    /// <param name="isInfinite">True for the point at infinity.</param>
    public static bool TryReadE1(ReadOnlySpan<byte> input, P1Affine* result, out bool isInfinite)
    {
        isInfinite = !input[..G1Size].ContainsAnyExcept((byte)0);
        return TryReadField(input, &result->X) && TryReadField(input[FieldSize..], &result->Y)
            && (isInfinite || NativeBlst.IsOnCurve(result) != 0);
    }

    /// <summary>Reads a point of the twist.</summary>
    /// <param name="input">At least 256 bytes.</param>
    /// <param name="result">The point.</param>
    /// <param name="isInfinite">True for the point at infinity.</param>
    public static bool TryReadE2(ReadOnlySpan<byte> input, P2Affine* result, out bool isInfinite)
    {
        isInfinite = !input[..G2Size].ContainsAnyExcept((byte)0);
        return TryReadField2(input, &result->X) && TryReadField2(input[(2 * FieldSize)..], &result->Y)
            && (isInfinite || NativeBlst.IsOnCurve(result) != 0);
    }

    /// <summary>As <see cref="TryReadE1"/>, for points that must be in the subgroup.</summary>
    public static bool TryReadG1(ReadOnlySpan<byte> input, P1Affine* result, out bool isInfinite) =>
        TryReadE1(input, result, out isInfinite) && (isInfinite || NativeBlst.IsInSubgroup(result) != 0);

    /// <summary>As <see cref="TryReadE2"/>, for points that must be in the subgroup.</summary>
    public static bool TryReadG2(ReadOnlySpan<byte> input, P2Affine* result, out bool isInfinite) =>
        TryReadE2(input, result, out isInfinite) && (isInfinite || NativeBlst.IsInSubgroup(result) != 0);

    /// <summary>Reads a scalar of any 256 bits, modulo the order, as the library wants it. False when it is 0.</summary>
    public static bool TryReadScalar(ReadOnlySpan<byte> input, Span<byte> littleEndian)
    {
        var scalar = UInt256.FromBigEndian(input[..ScalarSize]) % Order;
        WriteScalar(scalar, littleEndian);
        return !scalar.IsZero;
    }

    public static void WriteScalar(in UInt256 scalar, Span<byte> littleEndian)
    {
        for (var limb = 0; limb < 4; limb++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(littleEndian[(8 * limb)..], (scalar >> (64 * limb)).Low64);
        }
    }

    public static void Write(P1* point, Span<byte> output)
    {
        P1Affine affine;
        NativeBlst.ToAffine(&affine, point);
        WriteField(&affine.X, output);
        WriteField(&affine.Y, output[FieldSize..]);
    }

    public static void Write(P2* point, Span<byte> output)
    {
        P2Affine affine;
        NativeBlst.ToAffine(&affine, point);
        WriteField(&affine.X.C0, output);
        WriteField(&affine.X.C1, output[FieldSize..]);
        WriteField(&affine.Y.C0, output[(2 * FieldSize)..]);
        WriteField(&affine.Y.C1, output[(3 * FieldSize)..]);
    }

    private static void WriteField(Fp* value, Span<byte> output)
    {
        output[..Padding].Clear();
        fixed (byte* bytes = output[Padding..FieldSize])
        {
            NativeBlst.FpToBigEndian(bytes, value);
        }
    }
}
