using System.Runtime.CompilerServices;
using static PoaSidechain.Primitives.WordArithmetic;

namespace PoaSidechain.Primitives;

public readonly partial struct UInt256
{
    /// <summary>a + b modulo 2^256; true when the sum did not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Add(in UInt256 a, in UInt256 b, out UInt256 result)
    {
        var r0 = a.U0 + b.U0;
        var c = r0 < a.U0 ? 1UL : 0;
        var r1 = AddCarry(a.U1, b.U1, ref c);
        var r2 = AddCarry(a.U2, b.U2, ref c);
        var r3 = AddCarry(a.U3, b.U3, ref c);
        result = new UInt256(r0, r1, r2, r3);
        return c != 0;
    }

    /// <summary>a - b modulo 2^256; true when b was larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Subtract(in UInt256 a, in UInt256 b, out UInt256 result)
    {
        var r0 = a.U0 - b.U0;
        var c = a.U0 < b.U0 ? 1UL : 0;
        var r1 = SubtractBorrow(a.U1, b.U1, ref c);
        var r2 = SubtractBorrow(a.U2, b.U2, ref c);
        var r3 = SubtractBorrow(a.U3, b.U3, ref c);
        result = new UInt256(r0, r1, r2, r3);
        return c != 0;
    }

    /// <summary>a * b modulo 2^256.</summary>
    public static void Multiply(in UInt256 a, in UInt256 b, out UInt256 result)
    {
        if ((a.U1 | a.U2 | a.U3 | b.U1 | b.U2 | b.U3) == 0)
        {
            result = new UInt256(a.U0 * b.U0, MultiplyHigh(a.U0, b.U0), 0, 0);
            return;
        }

        // Row by row; whatever lands beyond limb 3 is dropped.
        ulong carry = 0;
        var r0 = MultiplyAdd(a.U0, b.U0, 0, ref carry);
        var r1 = MultiplyAdd(a.U1, b.U0, 0, ref carry);
        var r2 = MultiplyAdd(a.U2, b.U0, 0, ref carry);
        var r3 = (a.U3 * b.U0) + carry;
        carry = 0;
        r1 = MultiplyAdd(a.U0, b.U1, r1, ref carry);
        r2 = MultiplyAdd(a.U1, b.U1, r2, ref carry);
        r3 += (a.U2 * b.U1) + carry;
        carry = 0;
        r2 = MultiplyAdd(a.U0, b.U2, r2, ref carry);
        r3 += (a.U1 * b.U2) + carry + (a.U0 * b.U3);
        result = new UInt256(r0, r1, r2, r3);
    }

    /// <summary>a * b; true when the product did not fit 256 bits (the result is then its low 256 bits).</summary>
    public static bool MultiplyOverflow(in UInt256 a, in UInt256 b, out UInt256 result)
    {
        if (a.BitLength + b.BitLength <= 256)
        {
            Multiply(a, b, out result);
            return false;
        }

        Span<ulong> product = stackalloc ulong[8];
        MultiplyFull(a, b, product);
        result = new UInt256(product[0], product[1], product[2], product[3]);
        return (product[4] | product[5] | product[6] | product[7]) != 0;
    }

    /// <summary>a to the power of b modulo 2^256 (EXP).</summary>
    public static void Exp(in UInt256 a, in UInt256 exponent, out UInt256 result)
    {
        var product = One; // not the result itself, which may be the same variable as an operand
        var power = a;
        var bits = exponent.BitLength;
        for (var i = 0; i < bits; i++)
        {
            if (exponent.Bit(i))
            {
                Multiply(product, power, out product);
            }

            Multiply(power, power, out power);
        }

        result = product;
    }

    /// <summary>The 512-bit product, eight limbs, least significant first.</summary>
    public static void MultiplyFull(in UInt256 a, in UInt256 b, Span<ulong> product)
    {
        ulong r0 = 0, r1 = 0, r2 = 0, r3 = 0;
        var limbs = product[..8];
        limbs[0] = MultiplyRow(a, b.U0, ref r0, ref r1, ref r2, ref r3);
        limbs[1] = MultiplyRow(a, b.U1, ref r0, ref r1, ref r2, ref r3);
        limbs[2] = MultiplyRow(a, b.U2, ref r0, ref r1, ref r2, ref r3);
        limbs[3] = MultiplyRow(a, b.U3, ref r0, ref r1, ref r2, ref r3);
        limbs[4] = r0;
        limbs[5] = r1;
        limbs[6] = r2;
        limbs[7] = r3;
    }

    /// <summary>r + a * b: answers the lowest limb and leaves the other four in r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyRow(in UInt256 a, ulong b, ref ulong r0, ref ulong r1, ref ulong r2, ref ulong r3)
    {
        ulong carry = 0;
        var lowest = MultiplyAdd(a.U0, b, r0, ref carry);
        r0 = MultiplyAdd(a.U1, b, r1, ref carry);
        r1 = MultiplyAdd(a.U2, b, r2, ref carry);
        r2 = MultiplyAdd(a.U3, b, r3, ref carry);
        r3 = carry;
        return lowest;
    }

    /// <summary>Two's complement negation.</summary>
    public static UInt256 Negate(in UInt256 value)
    {
        Subtract(default, value, out var result);
        return result;
    }

    /// <summary>Wraps modulo 2^256.</summary>
    public static UInt256 operator +(in UInt256 left, in UInt256 right)
    {
        Add(left, right, out var result);
        return result;
    }

    /// <summary>Wraps modulo 2^256.</summary>
    public static UInt256 operator -(in UInt256 left, in UInt256 right)
    {
        Subtract(left, right, out var result);
        return result;
    }

    /// <summary>Wraps modulo 2^256.</summary>
    public static UInt256 operator *(in UInt256 left, in UInt256 right)
    {
        Multiply(left, right, out var result);
        return result;
    }

    /// <summary>Quotient; 0 when dividing by 0, as the EVM has it.</summary>
    public static UInt256 operator /(in UInt256 left, in UInt256 right)
    {
        Divide(left, right, out var result);
        return result;
    }

    /// <summary>Remainder; 0 when dividing by 0, as the EVM has it.</summary>
    public static UInt256 operator %(in UInt256 left, in UInt256 right)
    {
        Mod(left, right, out var result);
        return result;
    }
}
