using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <content>CALL and its kin, CREATE, CREATE2, SELFDESTRUCT.</content>
internal sealed unsafe partial class Interpreter
{
    /// <summary>CALL, CALLCODE, DELEGATECALL, STATICCALL. Afterwards the top of the stack is in the frame, and maybe a callee's frame to go on with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Call<TTracer>(CallFrame frame, Opcode opcode, UInt256* sp, long gas, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        var hasValue = opcode is Opcode.Call or Opcode.CallCode;
        var value = hasValue ? sp[-2] : default;
        var ranges = hasValue ? sp - 3 : sp - 2; // input offset and size, output offset and size
        if (opcode == Opcode.Call && frame.IsStatic && !value.IsZero)
        {
            return Fail(EvmError.WriteProtection);
        }

        gas = ExpandMemory(frame, ranges[0], ranges[-1], gas);
        gas = gas < 0 ? gas : ExpandMemory(frame, ranges[-2], ranges[-3], gas);
        if (gas < 0)
        {
            return gas;
        }

        var account = _world.GetAccount(Address.FromWord(sp[-1]));
        gas -= AccessCost(account, _gas.ColdAccountExtra);
        var code = ResolveCode(account, ref gas, out var isDelegated);
        gas -= ValueCost(opcode, account, value);
        if (gas < 0 || !TakeCallGas(sp[0], ref gas, out var handed))
        {
            return OutOfGas(gas);
        }

        _tracedCost = _tracedGas - gas;
        frame.Gas = gas;
        frame.StackTop = ranges - 3;
        var callee = _buffers.Frame(frame.Depth + 1);
        callee.Gas = value.IsZero ? handed : handed + GasSchedule.CallStipend;
        callee.Code = code;
        callee.IsPrecompileAllowed = !isDelegated;
        callee.CodeAddress = account.Address;
        callee.InputLength = (int)ranges[-1].Low64;
        callee.InputOffset = callee.InputLength == 0 ? 0 : frame.MemoryOffset + (int)ranges[0].Low64;
        callee.OutputLength = (int)ranges[-3].Low64;
        callee.OutputOffset = callee.OutputLength == 0 ? 0 : (int)ranges[-2].Low64;
        SetParties(frame, callee, opcode, account, value);
        return Start(frame, callee, ref tracer);
    }

    private static void SetParties(CallFrame frame, CallFrame callee, Opcode opcode, AccountState account, in UInt256 value)
    {
        var isDelegateCall = opcode == Opcode.DelegateCall;
        callee.Kind = opcode switch
        {
            Opcode.Call => CallKind.Call,
            Opcode.CallCode => CallKind.CallCode,
            Opcode.DelegateCall => CallKind.DelegateCall,
            _ => CallKind.StaticCall,
        };
        callee.IsStatic = frame.IsStatic || opcode == Opcode.StaticCall;
        callee.Account = opcode is Opcode.Call or Opcode.StaticCall ? account : frame.Account;
        callee.Payer = frame.Account;
        callee.Caller = isDelegateCall ? frame.Caller : frame.Account.Address;
        callee.Value = isDelegateCall ? frame.Value : value;
    }

    private long Start<TTracer>(CallFrame frame, CallFrame callee, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (callee.IsCreation ? BeginCreation(callee, ref tracer) : BeginCall(callee, ref tracer))
        {
            _callee = callee;
        }
        else
        {
            TakeResult(frame, callee);
        }

        return frame.Gas;
    }

    /// <summary>The code that a call to an account runs: its own, or another's that it delegates to, whose access is charged too (EIP-7702).</summary>
    private Code ResolveCode(AccountState account, ref long gas, out bool isDelegated)
    {
        var code = _world.GetCode(account);
        isDelegated = false;
        if (!_rules.IsPrague || !code.TryGetDelegation(out var target))
        {
            return code;
        }

        isDelegated = true;
        var delegated = _world.GetAccount(target);
        const long Warm = 100;
        gas -= Warm + AccessCost(delegated, _gas.ColdAccountExtra);
        return _world.GetCode(delegated);
    }

    private long ValueCost(Opcode opcode, AccountState account, in UInt256 value)
    {
        var cost = value.IsZero ? 0 : GasSchedule.CallValueTransfer;
        if (opcode == Opcode.Call && (_rules.IsEip158 ? !value.IsZero && account.IsEmpty : !account.Exists))
        {
            cost += GasSchedule.NewAccount;
        }

        return cost;
    }

    /// <summary>Takes what is handed to the callee: what was asked for, from EIP-150 on at most all but a 64th, before it a failure if there is not enough.</summary>
    private bool TakeCallGas(in UInt256 asked, ref long gas, out long handed)
    {
        var most = _rules.IsEip150 ? gas - (gas / 64) : gas;
        var isMore = !asked.FitsUInt64 || asked.Low64 > (ulong)most;
        handed = isMore ? most : (long)asked.Low64;
        gas -= handed;
        return !isMore || _rules.IsEip150;
    }

    /// <summary>CREATE and CREATE2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Create<TTracer>(CallFrame frame, Opcode opcode, UInt256* sp, long gas, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (frame.IsStatic)
        {
            return Fail(EvmError.WriteProtection);
        }

        gas = ChargeCreation(frame, opcode, sp, gas);
        if (gas < 0)
        {
            return gas;
        }

        _tracedCost = _tracedGas - gas;
        var callee = _buffers.Frame(frame.Depth + 1);
        callee.Kind = opcode == Opcode.Create ? CallKind.Create : CallKind.Create2;
        callee.Gas = _rules.IsEip150 ? gas - (gas / 64) : gas;
        callee.IsStatic = false;
        callee.Payer = frame.Account;
        callee.Caller = frame.Account.Address;
        callee.Value = sp[0];
        callee.InputLength = 0;
        callee.InputOffset = 0;
        callee.Code = InitCode(frame, opcode, sp);
        callee.CodeAddress = opcode == Opcode.Create
            ? ContractAddress.Of(frame.Account.Address, frame.Account.Nonce)
            : ContractAddress.Of(frame.Account.Address, sp[-3], callee.Code.Hash);
        callee.Account = _world.GetAccount(callee.CodeAddress);
        frame.Gas = gas - callee.Gas;
        frame.StackTop = opcode == Opcode.Create ? sp - 2 : sp - 3;

        Enter(callee, callee.Code.Bytes.Span, ref tracer);
        var refusal = frame.Depth == MaxCallDepth ? EvmError.CallDepthExceeded
            : frame.Account.Balance < callee.Value ? EvmError.InsufficientBalance
            : frame.Account.Nonce == ulong.MaxValue ? EvmError.NonceOverflow
            : EvmError.None;
        if (refusal != EvmError.None)
        {
            Refuse(callee, refusal, ref tracer);
            TakeResult(frame, callee);
            return frame.Gas;
        }

        _world.SetNonce(frame.Account, frame.Account.Nonce + 1);
        if (_rules.IsBerlin)
        {
            _world.Warm(callee.Account);
        }

        return Start(frame, callee, ref tracer);
    }

    private long ChargeCreation(CallFrame frame, Opcode opcode, UInt256* sp, long gas)
    {
        gas = ExpandMemory(frame, sp[-1], sp[-2], gas);
        if (gas < 0)
        {
            return gas;
        }

        var size = (long)sp[-2].Low64;
        var words = (size + 31) / 32;
        if (_rules.IsShanghai)
        {
            if (size > TransactionRules.MaxInitCodeSize)
            {
                return Fail(EvmError.InitCodeTooLarge);
            }

            gas -= GasSchedule.InitCodeWord * words;
        }

        if (opcode == Opcode.Create2)
        {
            gas -= GasSchedule.KeccakWord * words;
        }

        return gas < 0 ? OutOfGas(gas) : gas;
    }

    /// <summary>Init code out of memory. Its hash is of use to CREATE2 only.</summary>
    private static Code InitCode(CallFrame frame, Opcode opcode, UInt256* sp)
    {
        var bytes = sp[-2].IsZero ? [] : new ReadOnlySpan<byte>(frame.Memory + sp[-1].Low64, (int)sp[-2].Low64);
        return opcode == Opcode.Create ? new Code(bytes, Hash256.Zero) : new Code(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long SelfDestruct<TTracer>(CallFrame frame, UInt256* sp, long gas, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (frame.IsStatic)
        {
            return Fail(EvmError.WriteProtection);
        }

        var account = frame.Account;
        var balance = account.Balance;
        var beneficiary = _world.GetAccount(Address.FromWord(*sp));
        gas -= AccessCost(beneficiary, _gas.ColdAccountFull);
        if (_rules.IsEip150 && (_rules.IsEip158 ? !balance.IsZero && beneficiary.IsEmpty : !beneficiary.Exists))
        {
            gas -= GasSchedule.NewAccount;
        }

        if (gas < 0)
        {
            return OutOfGas(gas);
        }

        if (!account.IsSelfDestructed)
        {
            _world.Refund += _gas.SelfDestructRefund;
        }

        MoveAll(account, beneficiary, balance);
        if (TTracer.TracesCalls)
        {
            TraceSelfDestruct(frame, beneficiary.Address, balance, ref tracer);
        }

        return gas;
    }

    private void MoveAll(AccountState account, AccountState beneficiary, in UInt256 balance)
    {
        if (!_rules.IsEip158)
        {
            _world.Create(beneficiary);
        }

        // EIP-6780: from Cancun on, only a contract of this transaction goes; another just sends its ether.
        if (_rules.IsCancun && !account.IsCreatedInTransaction)
        {
            _world.SubtractBalance(account, balance);
            _world.AddBalance(beneficiary, balance);
            return;
        }

        _world.AddBalance(beneficiary, balance);
        _world.SubtractBalance(account, account.Balance); // all of it, also when the contract is its own heir
        _world.SelfDestruct(account);
    }

    private static void TraceSelfDestruct<TTracer>(CallFrame frame, in Address beneficiary, in UInt256 balance, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        tracer.OnEnter(new CallStart
        {
            Kind = CallKind.SelfDestruct,
            Depth = frame.Depth + 1,
            From = frame.Account.Address,
            To = beneficiary,
            Value = balance,
            Gas = 0,
            Input = [],
        });
        tracer.OnExit(new CallEnd { Depth = frame.Depth + 1, GasUsed = 0, Output = [], Error = EvmError.None, ErrorText = "" });
    }
}
