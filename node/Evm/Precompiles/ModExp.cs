using System.Numerics;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x05: base to the power of exponent modulo modulus, of any length (EIP-198; prices of EIP-2565 and 7883, limits of EIP-7823).</summary>
/// <remarks>Input: three lengths of 32 bytes, then base, exponent, modulus; zeros beyond the end.</remarks>
internal sealed class ModExp(Fork fork) : PrecompiledContract
{
    private const int HeaderSize = 96;
    private const int MaxLengthOsaka = 1_024; // EIP-7823

    public override long GasCost(ReadOnlySpan<byte> input)
    {
        var lengths = ModExpLengths.Read(input);
        return fork >= Fork.Osaka && lengths.Longest > MaxLengthOsaka ? 0 : ModExpPrice.Of(fork, lengths, input);
    }

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        var lengths = ModExpLengths.Read(input);
        if (fork >= Fork.Osaka && lengths.Longest > MaxLengthOsaka)
        {
            return false;
        }

        if (lengths.Modulus == 0)
        {
            output.Clear();
            return true;
        }

        // The gas that was paid bounds all lengths but one: the exponent's, when base and modulus are none, and the base's beyond the input.
        var result = output.Reserve((int)lengths.Modulus);
        var modulus = Limbs(input, HeaderSize + lengths.Base + lengths.Exponent, lengths.Modulus);
        if (modulus.IsEmpty)
        {
            result.Clear();
            return true;
        }

        var number = Limbs(input, HeaderSize, lengths.Base);
        var exponent = Limbs(input, HeaderSize + lengths.Base, lengths.Exponent);
        if (NativeGmp.IsAvailable)
        {
            PowerByGmp(number, exponent, modulus, result);
        }
        else
        {
            PowerByBigInteger(number, exponent, modulus, result);
        }

        return true;
    }

    internal static void PowerByGmp(
        ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> exponent, ReadOnlySpan<ulong> modulus, Span<byte> result)
    {
        var power = new ulong[modulus.Length];
        NativeGmp.PowerModulo(number, exponent, modulus, power);
        result.Clear();
        for (var i = 0; i < result.Length && i / 8 < power.Length; i++)
        {
            result[^(i + 1)] = (byte)(power[i / 8] >> (8 * (i % 8)));
        }
    }

    internal static void PowerByBigInteger(
        ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> exponent, ReadOnlySpan<ulong> modulus, Span<byte> result)
    {
        var power = BigInteger.ModPow(ToBigInteger(number), ToBigInteger(exponent), ToBigInteger(modulus));
        result.Clear();
        var bytes = power.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(result[(result.Length - bytes.Length)..]);
    }

    /// <summary>A number of the input as limbs, least significant first and without leading zeros; none for 0.</summary>
    internal static ReadOnlySpan<ulong> Limbs(ReadOnlySpan<byte> input, ulong offset, ulong length)
    {
        var available = offset < (ulong)input.Length ? input[(int)offset..] : [];
        available = available[..(int)Math.Min((ulong)available.Length, length)];
        var missing = (int)length - available.Length; // zeros on the right
        if (available.IndexOfAnyExcept((byte)0) < 0)
        {
            return [];
        }

        var limbs = new ulong[((int)length + 7) / 8];
        for (var i = 0; i < available.Length; i++)
        {
            var position = missing + available.Length - 1 - i;
            limbs[position / 8] |= (ulong)available[i] << (8 * (position % 8));
        }

        return limbs.AsSpan(0, limbs.AsSpan().LastIndexOfAnyExcept(0UL) + 1);
    }

    private static BigInteger ToBigInteger(ReadOnlySpan<ulong> limbs) =>
        new(System.Runtime.InteropServices.MemoryMarshal.AsBytes(limbs), isUnsigned: true, isBigEndian: false);
}
