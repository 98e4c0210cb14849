namespace PoaSidechain.Evm.Precompiles.Bn254;

/// <content>Squares and powers of elements whose order divides p⁴ - p² + 1: everything after the easy part of the final exponentiation.</content>
internal partial record struct Fp12
{
    public const int PowerWidth = 4;

    /// <summary>The square (Granger and Scott 2010): three squares in Fp4 instead of a product in Fp12.</summary>
    public static void SquareCyclotomic(in Fp12 x, out Fp12 square)
    {
        SquareFp4(x.A.A, x.B.B, out var a0, out var a1);
        SquareFp4(x.B.A, x.A.C, out var b0, out var b1);
        SquareFp4(x.A.B, x.B.C, out var c0, out var c1);
        Fp2.MultiplyByXi(c1, out c1);
        TripleLessTwice(a0, x.A.A, out square.A.A);
        TripleLessTwice(b0, x.A.B, out square.A.B);
        TripleLessTwice(c0, x.A.C, out square.A.C);
        TriplePlusTwice(c1, x.B.A, out square.B.A);
        TriplePlusTwice(a1, x.B.B, out square.B.B);
        TriplePlusTwice(b1, x.B.C, out square.B.C);
    }

    public readonly Fp12 CyclotomicSquared()
    {
        SquareCyclotomic(this, out var square);
        return square;
    }

    /// <summary>A power by an exponent in signed digits of <see cref="PowerWidth"/>, highest first; inverses cost nothing.</summary>
    public readonly Fp12 CyclotomicPower(ReadOnlySpan<sbyte> digits)
    {
        Span<Fp12> odd = stackalloc Fp12[1 << (PowerWidth - 2)]; // x, x³, x⁵, …
        var square = CyclotomicSquared();
        odd[0] = this;
        for (var i = 1; i < odd.Length; i++)
        {
            Multiply(odd[i - 1], square, out odd[i]);
        }

        var result = odd[digits[0] >> 1];
        foreach (var digit in digits[1..])
        {
            SquareCyclotomic(result, out result);
            if (digit > 0)
            {
                Multiply(result, odd[digit >> 1], out result);
            }
            else if (digit < 0)
            {
                Multiply(result, odd[-digit >> 1].Conjugate(), out result);
            }
        }

        return result;
    }

    /// <summary>(x + y s)² with s² = 9 + u.</summary>
    private static void SquareFp4(in Fp2 x, in Fp2 y, out Fp2 even, out Fp2 odd)
    {
        Fp2.Square(x, out var xx);
        Fp2.Square(y, out var yy);
        Fp2.Add(x, y, out var sum);
        Fp2.Square(sum, out sum);
        Fp2.Subtract(sum, xx, out sum);
        Fp2.Subtract(sum, yy, out odd);
        Fp2.MultiplyByXi(yy, out yy);
        Fp2.Add(xx, yy, out even);
    }

    /// <summary>3 x - 2 y.</summary>
    private static void TripleLessTwice(in Fp2 x, in Fp2 y, out Fp2 result)
    {
        Fp2.Subtract(x, y, out var difference);
        Fp2.Double(difference, out difference);
        Fp2.Add(difference, x, out result);
    }

    /// <summary>3 x + 2 y.</summary>
    private static void TriplePlusTwice(in Fp2 x, in Fp2 y, out Fp2 result)
    {
        Fp2.Add(x, y, out var sum);
        Fp2.Double(sum, out sum);
        Fp2.Add(sum, x, out result);
    }
}
