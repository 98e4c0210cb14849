using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Tracing;

/// <summary>The machine before an instruction. Valid during the event only.</summary>
public readonly ref struct InstructionState
{
    /// <summary>Position in the code.</summary>
    public required int Pc { get; init; }

    /// <summary>The instruction; may be none that the fork has.</summary>
    public required Opcode Opcode { get; init; }

    /// <summary>Gas left.</summary>
    public required long Gas { get; init; }

    /// <summary>0 for the outermost call (geth counts from 1).</summary>
    public required int Depth { get; init; }

    /// <summary>The account whose storage the code works on.</summary>
    public required AccountState Account { get; init; }

    /// <summary>The state, with the refund gathered before this instruction.</summary>
    public required WorldState World { get; init; }

    /// <summary>Stack items, the top one last.</summary>
    public required ReadOnlySpan<UInt256> Stack { get; init; }

    /// <summary>All of memory.</summary>
    public required ReadOnlySpan<byte> Memory { get; init; }

    /// <summary>Return data of the last call made by this one.</summary>
    public required ReadOnlySpan<byte> ReturnData { get; init; }
}
