using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <summary>A call or creation: what it was asked (execution-specs: <c>Message</c>) and how far it has come (<c>Evm</c>).</summary>
/// <remarks>One object per depth, used again by every call at that depth. Plain fields, for the interpreter's sake.</remarks>
internal sealed unsafe class CallFrame(int depth)
{
    // ---- the message ---------------------------------------------------------------------------------------------------------

    public readonly int Depth = depth;
    public CallKind Kind;
    public bool IsStatic;
    public bool IsPrecompileAllowed; // false when the code came by delegation: then a precompile has none (EIP-7702)

    /// <summary>The account whose storage the code works on and whose address it has.</summary>
    public AccountState Account = null!;

    /// <summary>The account that pays <see cref="Value"/>: the calling frame's, or the sender's.</summary>
    public AccountState Payer = null!;

    /// <summary>What CALLER answers.</summary>
    public Address Caller;

    /// <summary>The account that was named; another than <see cref="Account"/> for CALLCODE and DELEGATECALL.</summary>
    public Address CodeAddress;

    /// <summary>What CALLVALUE answers, in wei.</summary>
    public UInt256 Value;

    public Code Code = Code.Empty;

    /// <summary>Call data: a part of the memory arena.</summary>
    public int InputOffset;
    public int InputLength;

    /// <summary>Where in the caller's memory the output goes.</summary>
    public int OutputOffset;
    public int OutputLength;

    // ---- the machine ---------------------------------------------------------------------------------------------------------

    public long Gas;
    public long GasAtStart;
    public EvmError Error;
    public StateSnapshot Snapshot;
    public int Pc;
    public int StackChunk;
    public UInt256* StackBottom;
    public UInt256* StackTop;

    /// <summary>Where this call's memory begins in the arena, and how long it is; a whole number of words.</summary>
    public int MemoryOffset;
    public int MemorySize;

    /// <summary>First offset at which a word does not lie within memory as it is.</summary>
    public ulong WordLimit;

    /// <summary>Pointers into the arena; renewed by <see cref="Locate"/> whenever the arena may have moved.</summary>
    public byte* Memory;
    public byte* Input;

    public bool IsCreation => Kind >= CallKind.Create;

    public ReadOnlySpan<byte> MemoryBytes => new(Memory, MemorySize);

    /// <summary>The call data before the frame is located: valid until the arena grows.</summary>
    public ReadOnlySpan<byte> InputBytesIn(MemoryArena arena) => arena.Slice(InputOffset, InputLength);

    public void Locate(MemoryArena arena)
    {
        Memory = arena.Start + MemoryOffset;
        Input = arena.Start + InputOffset;
    }
}
