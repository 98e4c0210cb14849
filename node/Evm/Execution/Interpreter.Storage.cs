using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <content>Storage, transient storage and logs.</content>
internal sealed unsafe partial class Interpreter
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long SLoad(CallFrame frame, UInt256* sp, long gas)
    {
        var slot = _world.GetSlot(frame.Account, *sp);
        if (_gas.ColdSlotExtra != 0 && _world.Warm(frame.Account, slot))
        {
            gas -= _gas.ColdSlotExtra;
            if (gas < 0)
            {
                return OutOfGas(gas);
            }
        }

        *sp = slot.Current;
        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long SStore(CallFrame frame, UInt256* sp, long gas)
    {
        if (frame.IsStatic)
        {
            return Fail(EvmError.WriteProtection);
        }

        if (_gas.SStoreSentry != 0 && gas <= _gas.SStoreSentry)
        {
            return Fail(EvmError.ReentrancySentry);
        }

        var slot = _world.GetSlot(frame.Account, sp[0]);
        if (_gas.ColdSlotFull != 0 && _world.Warm(frame.Account, slot))
        {
            gas -= _gas.ColdSlotFull;
        }

        gas -= _gas.HasNetSStore ? NetSStoreCost(slot, sp[-1]) : PlainSStoreCost(slot, sp[-1]);
        if (gas < 0)
        {
            return OutOfGas(gas);
        }

        _world.SetStorage(frame.Account, slot, sp[-1]);
        return gas;
    }

    /// <summary>Yellow Paper appendix G. Refunds are noted even when the gas turns out not to suffice: the failing call takes them back.</summary>
    private long PlainSStoreCost(StorageSlot slot, in UInt256 value)
    {
        if (slot.Current.IsZero)
        {
            return value.IsZero ? _gas.SStoreReset : GasSchedule.SStoreSet;
        }

        if (value.IsZero)
        {
            _world.Refund += _gas.SStoreClearRefund;
        }

        return _gas.SStoreReset;
    }

    /// <summary>EIP-1283 and EIP-2200 (with the prices of EIP-2929 and EIP-3529).</summary>
    private long NetSStoreCost(StorageSlot slot, in UInt256 value)
    {
        if (slot.Current == value)
        {
            return _gas.SStoreNoop;
        }

        if (slot.Current == slot.Original)
        {
            if (slot.Original.IsZero)
            {
                return GasSchedule.SStoreSet;
            }

            if (value.IsZero)
            {
                _world.Refund += _gas.SStoreClearRefund;
            }

            return _gas.SStoreReset;
        }

        if (!slot.Original.IsZero)
        {
            if (slot.Current.IsZero)
            {
                _world.Refund -= _gas.SStoreClearRefund;
            }
            else if (value.IsZero)
            {
                _world.Refund += _gas.SStoreClearRefund;
            }
        }

        if (slot.Original == value)
        {
            _world.Refund += (slot.Original.IsZero ? GasSchedule.SStoreSet : _gas.SStoreReset) - _gas.SStoreNoop;
        }

        return _gas.SStoreNoop;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TStore(CallFrame frame, UInt256* sp, long gas)
    {
        if (frame.IsStatic)
        {
            return Fail(EvmError.WriteProtection);
        }

        _world.SetTransient(frame.Account, sp[0], sp[-1]);
        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long WriteLog<TTracer>(CallFrame frame, int topicCount, UInt256* sp, long gas, ref TTracer tracer)
        where TTracer : struct, ITracer
    {
        if (frame.IsStatic)
        {
            return Fail(EvmError.WriteProtection);
        }

        gas = ExpandMemory(frame, sp[0], sp[-1], gas);
        if (gas < 0)
        {
            return gas;
        }

        if (!sp[-1].IsZero)
        {
            gas -= GasSchedule.LogByte * (long)sp[-1].Low64;
            if (gas < 0)
            {
                return OutOfGas(gas);
            }
        }

        var topics = topicCount == 0 ? [] : new Hash256[topicCount];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = sp[-2 - i].ToHash256();
        }

        var data = sp[-1].IsZero ? [] : new ReadOnlySpan<byte>(frame.Memory + sp[0].Low64, (int)sp[-1].Low64).ToArray();
        var log = new Log(frame.Account.Address, topics, data);
        _world.AddLog(log);
        if (TTracer.TracesCalls)
        {
            tracer.OnLog(log, frame.Depth);
        }

        return gas;
    }
}
