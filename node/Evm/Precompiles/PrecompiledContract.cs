using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>A contract that every node has built in (Yellow Paper appendix E and later EIPs).</summary>
/// <remarks>Stateless. Thread: any.</remarks>
internal abstract class PrecompiledContract
{
    /// <summary>Price for an input, in gas; <see cref="long.MaxValue"/> / 2 at most.</summary>
    public abstract long GasCost(ReadOnlySpan<byte> input);

    /// <summary>Computes the output. False when the input is refused: the call then fails with all its gas.</summary>
    public abstract bool Run(ReadOnlySpan<byte> input, ReturnData output);
}
