using System.Runtime.CompilerServices;

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
            var h = Math.BigMul(a.U0, b.U0, out var l);
            result = new UInt256(l, h, 0, 0);
            return;
        }

        // Schoolbook columns; whatever lands beyond limb 3 is dropped.
        var p00 = (UInt128)a.U0 * b.U0;
        var p01 = (UInt128)a.U0 * b.U1;
        var p02 = (UInt128)a.U0 * b.U2;
        var p10 = (UInt128)a.U1 * b.U0;
        var p11 = (UInt128)a.U1 * b.U1;
        var p20 = (UInt128)a.U2 * b.U0;

        var r0 = (ulong)p00;
        var column1 = (p00 >> 64) + (ulong)p01 + (ulong)p10;
        var column2 = (column1 >> 64) + (p01 >> 64) + (p10 >> 64) + (ulong)p02 + (ulong)p11 + (ulong)p20;
        var r3 = (ulong)(column2 >> 64) + (ulong)(p02 >> 64) + (ulong)(p11 >> 64) + (ulong)(p20 >> 64)
            + (a.U0 * b.U3) + (a.U1 * b.U2) + (a.U2 * b.U1) + (a.U3 * b.U0);
        result = new UInt256(r0, (ulong)column1, (ulong)column2, r3);
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
        ReadOnlySpan<ulong> x = [a.U0, a.U1, a.U2, a.U3];
        ReadOnlySpan<ulong> y = [b.U0, b.U1, b.U2, b.U3];
        product[..8].Clear();
        for (var i = 0; i < 4; i++)
        {
            ulong carry = 0;
            for (var j = 0; j < 4; j++)
            {
                var sum = ((UInt128)x[i] * y[j]) + product[i + j] + carry;
                product[i + j] = (ulong)sum;
                carry = (ulong)(sum >> 64);
            }

            product[i + 4] = carry;
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        var sum = a + b;
        var overflow = sum < a ? 1UL : 0;
        var result = sum + carry;
        carry = overflow | (result < sum ? 1UL : 0);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractBorrow(ulong a, ulong b, ref ulong borrow)
    {
        var difference = a - b;
        var underflow = a < b ? 1UL : 0;
        var result = difference - borrow;
        borrow = underflow | (difference < borrow ? 1UL : 0);
        return result;
    }
}
