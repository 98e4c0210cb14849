using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles.Bn254;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x08: whether a product of pairings on BN254 is 1 (EIP-197; prices of EIP-1108).</summary>
internal sealed class Bn254Pairing(long gas, long gasPerPair) : PrecompiledContract
{
    private const int PairSize = G1.Size + G2.Size;

    public override long GasCost(ReadOnlySpan<byte> input) => gas + (gasPerPair * (input.Length / PairSize));

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        if (input.Length % PairSize != 0)
        {
            return false;
        }

        var pairs = new (G1 P, G2 Q)[input.Length / PairSize];
        foreach (ref var pair in pairs.AsSpan())
        {
            if (!G1.TryRead(input, out pair.P) || !G2.TryRead(input[G1.Size..], out pair.Q))
            {
                return false;
            }

            input = input[PairSize..];
        }

        var result = output.Reserve(32);
        result.Clear();
        result[31] = Pairing.IsProductOne(pairs) ? (byte)1 : (byte)0;
        return true;
    }
}
