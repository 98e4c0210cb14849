using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0f: whether a product of pairings on BLS12-381 is 1 (EIP-2537).</summary>
internal sealed unsafe class BlsPairing : PrecompiledContract
{
    private const int PairSize = BlsEncoding.G1Size + BlsEncoding.G2Size;

    public override long GasCost(ReadOnlySpan<byte> input) => 37_700 + (32_600L * (input.Length / PairSize));

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.IsEmpty || input.Length % PairSize != 0)
        {
            return false;
        }

        var p = new P1Affine[input.Length / PairSize];
        var q = new P2Affine[p.Length];
        var count = 0;
        for (; !input.IsEmpty; input = input[PairSize..])
        {
            fixed (P1Affine* left = &p[count])
            fixed (P2Affine* right = &q[count])
            {
                if (!BlsEncoding.TryReadG1(input, left, out var isLeftInfinite)
                    || !BlsEncoding.TryReadG2(input[BlsEncoding.G1Size..], right, out var isRightInfinite))
                {
                    return false;
                }

                count += isLeftInfinite || isRightInfinite ? 0 : 1; // a pairing with infinity is 1
            }
        }

        var result = output.Reserve(32);
        result.Clear();
        result[31] = IsProductOne(p.AsSpan(0, count), q) ? (byte)1 : (byte)0;
        return true;
    }

    /// <summary>Whether the product of the pairings of p[i] with q[i] is 1; none of the points is at infinity.</summary>
    public static bool IsProductOne(ReadOnlySpan<P1Affine> p, ReadOnlySpan<P2Affine> q)
    {
        if (p.IsEmpty)
        {
            return true;
        }

        fixed (P1Affine* firstP = p)
        fixed (P2Affine* firstQ = q)
        {
            var listP = stackalloc P1Affine*[] { firstP, null };
            var listQ = stackalloc P2Affine*[] { firstQ, null };
            Fp12 product;
            NativeBlst.MillerLoops(&product, listQ, listP, (nuint)p.Length);
            NativeBlst.FinalExponentiation(&product, &product);
            return NativeBlst.IsOne(&product) != 0;
        }
    }
}
