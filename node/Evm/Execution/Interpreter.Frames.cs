using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <content>How calls and creations begin and end (execution-specs: <c>process_message</c>, <c>process_create_message</c>).</content>
internal sealed unsafe partial class Interpreter
{
    /// <summary>Begins a call. True when its code has to run; false when it is over already.</summary>
    private bool BeginCall<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        Enter(frame, frame.InputBytesIn(_memory), ref tracer);
        if (frame.Depth > MaxCallDepth)
        {
            Refuse(frame, EvmError.CallDepthExceeded, ref tracer);
            return false;
        }

        if (frame.Kind <= CallKind.CallCode && frame.Payer.Balance < frame.Value)
        {
            Refuse(frame, EvmError.InsufficientBalance, ref tracer);
            return false;
        }

        frame.Snapshot = _world.TakeSnapshot();
        TransferValue(frame);
        if (frame.IsPrecompileAllowed && _precompiles.Find(frame.CodeAddress) is { } precompile)
        {
            RunPrecompile(frame, precompile);
        }
        else if (frame.Code.Length == 0)
        {
            _returnData.Clear();
        }
        else
        {
            PlaceMachine(frame);
            return true;
        }

        End(frame, ref tracer);
        return false;
    }

    /// <summary>Begins a creation at <see cref="CallFrame.Account"/>. True when its init code has to run; false when it is over already.</summary>
    private bool BeginCreation<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (frame.Depth == 0)
        {
            Enter(frame, frame.Code.Bytes.Span, ref tracer);
        }

        // EIP-684, EIP-7610: nothing may be created over code, a used nonce, or storage.
        var account = frame.Account;
        if (account.Nonce != 0 || account.HasCode || WorldState.HasStorage(account))
        {
            frame.Gas = 0;
            Refuse(frame, EvmError.ContractCollision, ref tracer);
            return false;
        }

        frame.Snapshot = _world.TakeSnapshot();
        _world.CreateContract(account);
        if (_rules.IsEip158)
        {
            _world.SetNonce(account, 1);
        }

        TransferValue(frame);
        PlaceMachine(frame);
        return true;
    }

    private void TransferValue(CallFrame frame)
    {
        switch (frame.Kind)
        {
            case CallKind.CallCode or CallKind.DelegateCall:
                return;
            case CallKind.StaticCall:
                _world.Touch(frame.Account);
                return;
            default:
                if (!_rules.IsEip158)
                {
                    _world.Create(frame.Account); // an account that is called comes into being, be it empty
                }

                _world.SubtractBalance(frame.Payer, frame.Value);
                _world.AddBalance(frame.Account, frame.Value);
                return;
        }
    }

    private void RunPrecompile(CallFrame frame, Precompiles.PrecompiledContract precompile)
    {
        var input = frame.InputBytesIn(_memory);
        frame.Gas -= precompile.GasCost(input);
        if (frame.Gas < 0)
        {
            frame.Error = EvmError.OutOfGas;
        }
        else if (!precompile.Run(input, _returnData))
        {
            frame.Error = EvmError.PrecompileFailed;
        }
    }

    /// <summary>Ends a call before it has changed anything; the gas that the frame has goes back.</summary>
    private void Refuse<TTracer>(CallFrame frame, EvmError error, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        frame.Error = error;
        _returnData.Clear();
        Exit(frame, ref tracer);
    }

    /// <summary>Ends a call whose code has halted, its output being in the return data.</summary>
    private void End<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (frame is { IsCreation: true, Error: EvmError.None })
        {
            frame.Error = DeployCode(frame);
        }

        if (frame.Error != EvmError.None)
        {
            _world.Revert(frame.Snapshot);
            if (frame.Error != EvmError.Reverted)
            {
                frame.Gas = 0;
                _returnData.Clear();
            }
        }

        Exit(frame, ref tracer);
        if (frame is { IsCreation: true, Error: EvmError.None, Depth: > 0 })
        {
            _returnData.Clear(); // what was returned is the code now
        }
    }

    private EvmError DeployCode(CallFrame frame)
    {
        var code = _returnData.Bytes;
        var error = CodeRules.CheckDeployed(code, _rules);
        var cost = GasSchedule.CodeDepositByte * code.Length;
        if (error != EvmError.None)
        {
            return error;
        }

        if (frame.Gas < cost)
        {
            return _rules.IsHomestead ? EvmError.CodeStoreOutOfGas : EvmError.None; // Frontier: a contract without code
        }

        frame.Gas -= cost;
        _world.SetCode(frame.Account, new Code(code));
        return EvmError.None;
    }

    private static void Enter<TTracer>(CallFrame frame, ReadOnlySpan<byte> input, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        frame.Error = EvmError.None;
        frame.GasAtStart = frame.Gas;
        if (TTracer.TracesCalls)
        {
            tracer.OnEnter(new CallStart
            {
                Kind = frame.Kind,
                Depth = frame.Depth,
                From = frame.Payer.Address,
                To = frame.CodeAddress,
                Value = frame.Value,
                Gas = (ulong)frame.Gas,
                Input = input,
            });
        }
    }

    private void Exit<TTracer>(CallFrame frame, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (TTracer.TracesCalls)
        {
            tracer.OnExit(new CallEnd
            {
                Depth = frame.Depth,
                GasUsed = (ulong)(frame.GasAtStart - frame.Gas),
                Output = _returnData.Bytes,
                Error = frame.Error,
                ErrorText = FaultText(frame.Error),
            });
        }
    }
}
