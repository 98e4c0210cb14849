using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>A contract of the fork that this node cannot compute: better no answer than a wrong one.</summary>
internal sealed class UnsupportedPrecompile(string name) : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => throw new UnsupportedPrecompileException(name);

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output) => throw new UnsupportedPrecompileException(name);
}
