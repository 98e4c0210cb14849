using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Execution;

/// <content>What instruction tracers are told. With a tracer that does not ask for it, all of this is compiled to nothing.</content>
internal sealed unsafe partial class Interpreter
{
    private const long CostIsDifference = -1;

    private bool _isTracing;      // an instruction was begun and not ended
    private long _tracedGas;      // gas before it
    private long _tracedFixedCost;
    private Opcode _faultOpcode;  // the last instruction that the stack or the fork did not allow
    private int _faultHeight;     // items on the stack then

    private void TraceInstruction<TTracer>(CallFrame frame, int pc, UInt256* top, long gas, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        TraceEnd(gas, EvmError.None, ref tracer);
        tracer.OnInstruction(new InstructionState
        {
            Pc = pc,
            Opcode = (Opcode)frame.Code.Padded[pc],
            Gas = gas,
            Depth = frame.Depth,
            Account = frame.Account,
            World = _world,
            Stack = new ReadOnlySpan<UInt256>(frame.StackBottom, (int)(top + 1 - frame.StackBottom)),
            Memory = frame.MemoryBytes,
            ReturnData = _returnData.Bytes,
        });
        _isTracing = true;
        _tracedGas = gas;
        _tracedCost = CostIsDifference;
        _tracedFixedCost = _instructions[(Opcode)frame.Code.Padded[pc]]?.Gas ?? 0;
    }

    private void TraceEnd<TTracer>(long gas, EvmError error, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (!TTracer.TracesInstructions || !_isTracing)
        {
            return;
        }

        _isTracing = false;
        var cost = _tracedCost != CostIsDifference ? _tracedCost
            : gas < 0 ? _tracedFixedCost // it failed before its whole price was known
            : _tracedGas - gas;
        tracer.OnInstructionEnd(cost, _world.Refund, error);
    }

    private EvmError StackError(Opcode opcode, int height)
    {
        _faultOpcode = opcode;
        _faultHeight = height / sizeof(UInt256);
        if (_instructions[opcode] is not { } instruction)
        {
            return EvmError.InvalidOpcode;
        }

        return height < instruction.StackIn * sizeof(UInt256) ? EvmError.StackUnderflow : EvmError.StackOverflow;
    }

    /// <summary>A failure in geth's words: those about an instruction name it, or count the stack.</summary>
    private string FaultText(EvmError error)
    {
        var instruction = _instructions[_faultOpcode];
        return error switch
        {
            EvmError.InvalidOpcode => $"invalid opcode: {InstructionTable.NameOf(_faultOpcode)}",
            EvmError.StackUnderflow => $"stack underflow ({_faultHeight} <=> {instruction!.StackIn})",
            EvmError.StackOverflow => $"stack limit reached {_faultHeight} ({InstructionCost.MaxItems + instruction!.StackIn - instruction.StackOut})",
            _ => error.Text(),
        };
    }
}
