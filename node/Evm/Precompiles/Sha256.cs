using System.Security.Cryptography;
using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x02: SHA-256 (Yellow Paper appendix E).</summary>
internal sealed class Sha256 : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => WordPrice.Of(input, 60, 12);

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        SHA256.HashData(input, output.Reserve(SHA256.HashSizeInBytes));
        return true;
    }
}
