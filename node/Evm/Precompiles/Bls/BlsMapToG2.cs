using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x11: the point of G2 that an element of the quadratic extension is mapped to (EIP-2537, RFC 9380).</summary>
internal sealed unsafe class BlsMapToG2 : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => 23_800;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        Fp2 u;
        if (input.Length != 2 * BlsEncoding.FieldSize || !BlsEncoding.TryReadField2(input, &u))
        {
            return false;
        }

        P2 point;
        NativeBlst.MapToG2(&point, &u, null);
        BlsEncoding.Write(&point, output.Reserve(BlsEncoding.G2Size));
        return true;
    }
}
