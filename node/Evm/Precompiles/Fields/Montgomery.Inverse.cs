using System.Numerics;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Precompiles.Fields;

/// <content>
/// The inverse by halving and subtracting (Kaliski 1995, "almost Montgomery inverse"), which takes a quarter of the time of raising to the power of
/// the prime less 2.
/// </content>
internal readonly partial struct Montgomery<TModulus>
{
    private const int Radix = 256;

    // [k] is 2^(768 - k) in the plain form: what undoes the k doublings of the inverse and puts it into Montgomery's form.
    private static readonly Montgomery<TModulus>[] Corrections = MakeCorrections();

    /// <summary>1 / x; 0 for 0.</summary>
    public Montgomery<TModulus> Inverse()
    {
        if (IsZero)
        {
            return Zero;
        }

        var u = Modulus;
        var v = new UInt256(_l0, _l1, _l2, _l3);
        var r = UInt256.Zero;
        var s = UInt256.One;
        var doublings = Halve(ref v, ref r);
        while (true)
        {
            // Both are odd. r and s stay below twice the prime, except that at the end r is doubled once more.
            if (v < u)
            {
                UInt256.Subtract(u, v, out u);
                UInt256.Add(r, s, out r);
                doublings += Halve(ref u, ref s);
            }
            else
            {
                UInt256.Subtract(v, u, out v);
                UInt256.Add(s, r, out s);
                if (v.IsZero)
                {
                    break;
                }

                doublings += Halve(ref v, ref r);
            }
        }

        // Here u = 1 and r = -2^doublings / x.
        var negative = r < Modulus ? r : r - Modulus;
        return Raw(Modulus - negative) * Corrections[doublings];
    }

    /// <summary>Takes the factors of 2 off one number, and doubles the other as often.</summary>
    private static int Halve(ref UInt256 even, ref UInt256 other)
    {
        var total = 0;
        int zeros;
        do
        {
            zeros = Math.Min(BitOperations.TrailingZeroCount(even.Low64), 63);
            even >>= zeros;
            other <<= zeros;
            total += zeros;
        }
        while (zeros == 63);
        return total;
    }

    private static Montgomery<TModulus>[] MakeCorrections()
    {
        var corrections = new Montgomery<TModulus>[(2 * Radix) + 1];
        var power = Raw(UInt256.One);
        for (var exponent = 0; exponent <= 3 * Radix; exponent++)
        {
            if (3 * Radix - exponent < corrections.Length)
            {
                corrections[(3 * Radix) - exponent] = power;
            }

            power = power.Doubled();
        }

        return corrections;
    }
}
