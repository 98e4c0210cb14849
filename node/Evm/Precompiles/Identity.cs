using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x04: the input again (Yellow Paper appendix E).</summary>
internal sealed class Identity : PrecompiledContract
{
    public override long GasCost(ReadOnlySpan<byte> input) => WordPrice.Of(input, 15, 3);

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        output.Set(input);
        return true;
    }
}
