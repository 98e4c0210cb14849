using PoaSidechain.Evm.Execution;
using static PoaSidechain.Evm.Precompiles.Bls.BlstTypes;

namespace PoaSidechain.Evm.Precompiles.Bls;

/// <summary>0x10: the point of G1 that a field element is mapped to (EIP-2537, RFC 9380).</summary>
internal sealed unsafe class BlsMapToG1 : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => 5_500;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        Fp u;
        if (input.Length != BlsEncoding.FieldSize || !BlsEncoding.TryReadField(input, &u))
        {
            return false;
        }

        P1 point;
        NativeBlst.MapToG1(&point, &u, null);
        BlsEncoding.Write(&point, output.Reserve(BlsEncoding.G1Size));
        return true;
    }
}
