using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0c: the sum of points of G1, each times a scalar (EIP-2537).</summary>
internal sealed class BlsG1MultiExp : BlsMultiExp<BlsG1, P1Affine, P1>
{
    public override long GasCost(ReadOnlySpan<byte> input) => BlsMultiExpPrice.OfG1(input.Length / ItemSize);
}
