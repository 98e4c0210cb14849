using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0e: the sum of points of G2, each times a scalar (EIP-2537).</summary>
internal sealed class BlsG2MultiExp : BlsMultiExp<BlsG2, P2Affine, P2>
{
    public override long GasCost(ReadOnlySpan<byte> input) => BlsMultiExpPrice.OfG2(input.Length / ItemSize);
}
