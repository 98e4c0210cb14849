using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0b: the sum of two points of E1 (EIP-2537); they need not be in the subgroup.</summary>
internal sealed class BlsG1Add : BlsAdd<BlsG1, P1Affine, P1>
{
    public override long GasCost(ReadOnlySpan<byte> input) => 375;
}
