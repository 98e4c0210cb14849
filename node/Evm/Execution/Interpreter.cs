using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <summary>Runs the code of one transaction after another on the state of one block.</summary>
/// <remarks>
/// Calls do not nest on the .NET stack: a frame that calls is left, the callee's frame runs in the same loop, and the caller goes on where it
/// was. Parts: this file has the loop over frames, <c>.Run</c> the loop over instructions, the others the instructions that are more than a line.
/// An instruction's method takes and gives back the gas left; a negative number is a failure, named in <see cref="_error"/>. Thread: one at a time.
/// </remarks>
internal sealed unsafe partial class Interpreter
{
    /// <summary>Deepest call; the outermost has depth 0 (Yellow Paper section 9.4.2).</summary>
    public const int MaxCallDepth = 1_024;

    private const long Failed = -1;

    private readonly WorldState _world;
    private readonly BlockContext _block;
    private readonly ForkRules _rules;
    private readonly InstructionTable _instructions;
    private readonly GasSchedule _gas;
    private readonly PrecompiledContracts _precompiles;
    private readonly PrecompiledContracts _warmPrecompiles; // those of the fork, wherever a caller has moved them to
    private readonly ExecutionBuffers _buffers;
    private readonly MemoryArena _memory;
    private readonly ReturnData _returnData;

    private Address _origin;
    private UInt256 _gasPrice;
    private ReadOnlyMemory<Hash256> _blobHashes;
    private CallFrame? _callee;   // the frame to go on with, when an instruction has begun a call
    private EvmError _error;      // why the last instruction failed
    private long _tracedCost;     // what the instruction costs, where that is not what the gas fell by

    public Interpreter(WorldState world, BlockContext block, ExecutionBuffers buffers)
    {
        _world = world;
        _block = block;
        _rules = block.Rules;
        _instructions = InstructionTable.Of(block.Rules.Fork);
        _gas = GasSchedule.Of(block.Rules.Fork);
        _warmPrecompiles = PrecompiledContracts.Of(block.Rules.Fork);
        _precompiles = block.Precompiles?.Contracts ?? _warmPrecompiles;
        _buffers = buffers;
        _memory = buffers.Memory;
        _returnData = buffers.ReturnData;
    }

    /// <summary>Sets what the calls of a transaction have in common.</summary>
    public void BeginTransaction(in Address origin, in UInt256 gasPrice, ReadOnlyMemory<Hash256> blobHashes)
    {
        _origin = origin;
        _gasPrice = gasPrice;
        _blobHashes = blobHashes;
    }

    /// <summary>Runs the outermost call or creation of a transaction, with all that it calls.</summary>
    public MessageResult Execute<TTracer>(in Message message, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        var frame = _buffers.Frame(0);
        frame.Kind = message.Kind;
        frame.IsStatic = false;
        frame.IsPrecompileAllowed = !message.IsDelegated;
        frame.Account = message.Target;
        frame.Payer = message.Sender;
        frame.Caller = message.Sender.Address;
        frame.CodeAddress = message.Target.Address;
        frame.Value = message.Value;
        frame.Code = message.Code;
        frame.Gas = message.Gas;
        PlaceInput(frame, message.Input.Span);

        var running = frame.IsCreation ? BeginCreation(frame, ref tracer) : BeginCall(frame, ref tracer);
        if (running)
        {
            RunFrames(frame, ref tracer);
        }

        var result = new MessageResult(frame.Error, frame.Gas, _returnData.Bytes.ToArray());
        _buffers.Reset();
        return result;
    }

    private void PlaceInput(CallFrame frame, ReadOnlySpan<byte> input)
    {
        frame.InputOffset = 0;
        frame.InputLength = input.Length;
        frame.MemoryOffset = (input.Length + 31) & ~31;
        _memory.Ensure(frame.MemoryOffset + 32);
        input.CopyTo(new Span<byte>(_memory.Start, input.Length));
    }

    private void RunFrames<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        while (true)
        {
            if (!Run(frame, ref tracer))
            {
                frame = _callee!;
                _callee = null;
                continue;
            }

            End(frame, ref tracer);
            if (frame.Depth == 0)
            {
                return;
            }

            var caller = _buffers.Frame(frame.Depth - 1);
            caller.Locate(_memory);
            TakeResult(caller, frame);
            frame = caller;
        }
    }

    /// <summary>Makes a frame ready for its first instruction.</summary>
    private void PlaceMachine(CallFrame frame)
    {
        if (frame.Depth == 0)
        {
            frame.StackBottom = _buffers.Stacks.Bottom(out frame.StackChunk);
        }
        else
        {
            var caller = _buffers.Frame(frame.Depth - 1);
            frame.StackChunk = caller.StackChunk;
            frame.StackBottom = _buffers.Stacks.Above(caller.StackTop, ref frame.StackChunk);
            frame.MemoryOffset = caller.MemoryOffset + caller.MemorySize;
        }

        frame.StackTop = frame.StackBottom - 1;
        frame.Pc = 0;
        frame.MemorySize = 0;
        frame.WordLimit = 0;
        frame.Locate(_memory);
        _returnData.Clear();
    }

    /// <summary>Gives a callee's result to its caller: success flag or address, gas that is left, output.</summary>
    private void TakeResult(CallFrame caller, CallFrame callee)
    {
        caller.Gas += callee.Gas;
        if (callee.IsCreation)
        {
            *caller.StackTop = callee.Error == EvmError.None ? callee.Account.Address.ToWord() : default;
            return;
        }

        *caller.StackTop = callee.Error == EvmError.None ? UInt256.One : default;
        var length = Math.Min(callee.OutputLength, _returnData.Length);
        _returnData.Bytes[..length].CopyTo(new Span<byte>(caller.Memory + callee.OutputOffset, length));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Fail(EvmError error)
    {
        _error = error;
        return Failed;
    }
}
