using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x0d: the sum of two points of E2 (EIP-2537); they need not be in the subgroup.</summary>
internal sealed class BlsG2Add : BlsAdd<BlsG2, P2Affine, P2>
{
    public override long GasCost(ReadOnlySpan<byte> input) => 600;
}
