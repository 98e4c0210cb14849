using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Tracing;

/// <summary>One instruction as geth's struct logger records it.</summary>
public sealed record StructLog
{
    /// <summary>Position in the code.</summary>
    public required int Pc { get; init; }

    /// <summary>The instruction; may be none that the fork has.</summary>
    public required Opcode Opcode { get; init; }

    /// <summary>Gas before it.</summary>
    public required long Gas { get; init; }

    /// <summary>Its price, with what a call hands on; also when it could not be paid.</summary>
    public long GasCost { get; internal set; }

    /// <summary>1 for the outermost call.</summary>
    public required int Depth { get; init; }

    /// <summary>Refund gathered so far, with what this instruction adds.</summary>
    public long Refund { get; internal set; }

    /// <summary>Why it could not run: gas or stack. What fails while it runs has no text here, as in geth.</summary>
    public string? Error { get; internal set; }

    /// <summary>True when <see cref="GasCost"/> is known.</summary>
    internal bool IsEnded { get; set; }

    /// <summary>Stack items before it, the top one last; null when not asked for.</summary>
    public IReadOnlyList<UInt256>? Stack { get; init; }

    /// <summary>Memory before it; null when not asked for.</summary>
    public ReadOnlyMemory<byte>? Memory { get; init; }

    /// <summary>Return data of the last call before it; null when not asked for.</summary>
    public ReadOnlyMemory<byte>? ReturnData { get; init; }

    /// <summary>For SLOAD and SSTORE, the slots of the contract seen so far with this one; else null.</summary>
    public IReadOnlyDictionary<UInt256, UInt256>? Storage { get; init; }
}
