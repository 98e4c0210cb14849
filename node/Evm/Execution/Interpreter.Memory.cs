using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Evm.Execution;

/// <content>Memory: its growth, copies into it, and what reads ranges of it.</content>
internal sealed unsafe partial class Interpreter
{
    private const ulong MaxMemory = 1UL << 31; // 2 GiB: would cost 9 * 10^12 gas

    /// <summary>Makes memory reach to <paramref name="offset"/> + <paramref name="size"/>, and charges for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ExpandMemory(CallFrame frame, in UInt256 offset, in UInt256 size, long gas)
    {
        if (size.IsZero)
        {
            return gas;
        }

        if (!offset.FitsUInt64 || !size.FitsUInt64 || offset.Low64 >= MaxMemory || size.Low64 >= MaxMemory)
        {
            return Fail(EvmError.OutOfGas);
        }

        var end = (long)(offset.Low64 + size.Low64);
        return end <= frame.MemorySize ? gas : ExpandMemory(frame, end, gas);
    }

    private long ExpandMemory(CallFrame frame, long end, long gas)
    {
        var words = (end + 31) / 32;
        gas -= GasSchedule.Memory(words) - GasSchedule.Memory(frame.MemorySize / 32);
        if (gas < 0 || words * 32 >= (long)MaxMemory)
        {
            return OutOfGas(gas);
        }

        var size = (int)(words * 32);
        _memory.Ensure((long)frame.MemoryOffset + size);
        frame.Locate(_memory);
        new Span<byte>(frame.Memory + frame.MemorySize, size - frame.MemorySize).Clear();
        frame.MemorySize = size;
        frame.WordLimit = (ulong)size - 31;
        return gas;
    }

    /// <summary>Charges for words copied or hashed. The size has been found to fit memory, or is refused here.</summary>
    private long ChargeWords(in UInt256 size, long perWord, long gas)
    {
        if (!size.FitsUInt64 || size.Low64 >= MaxMemory)
        {
            return Fail(EvmError.OutOfGas);
        }

        gas -= perWord * ((long)(size.Low64 + 31) / 32);
        return gas < 0 ? OutOfGas(gas) : gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Keccak(CallFrame frame, UInt256* sp, long gas)
    {
        gas = ChargeWords(sp[-1], GasSchedule.KeccakWord, gas);
        gas = gas < 0 ? gas : ExpandMemory(frame, sp[0], sp[-1], gas);
        if (gas < 0)
        {
            return gas;
        }

        var data = new ReadOnlySpan<byte>(frame.Memory + sp[0].Low64, (int)sp[-1].Low64);
        var hash = data.Length == MappingKeyCache.InputSize ? _buffers.MappingKeys.Hash(data) : Keccak256.Hash(data);
        LoadWord((byte*)&hash, sp - 1);
        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CallDataLoad(CallFrame frame, UInt256* sp)
    {
        if (!sp->FitsUInt64 || sp->Low64 >= (ulong)frame.InputLength)
        {
            *sp = default;
            return;
        }

        var offset = (int)sp->Low64;
        if (offset <= frame.InputLength - 32)
        {
            LoadWord(frame.Input + offset, sp);
            return;
        }

        var word = default(Hash256);
        new ReadOnlySpan<byte>(frame.Input + offset, frame.InputLength - offset).CopyTo(new Span<byte>(&word, 32));
        LoadWord((byte*)&word, sp);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long CallDataCopy(CallFrame frame, UInt256* sp, long gas)
    {
        gas = PrepareCopy(frame, sp, gas);
        if (gas >= 0)
        {
            Copy(frame, sp, new ReadOnlySpan<byte>(frame.Input, frame.InputLength));
        }

        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long CodeCopy(CallFrame frame, UInt256* sp, long gas)
    {
        gas = PrepareCopy(frame, sp, gas);
        if (gas >= 0)
        {
            Copy(frame, sp, frame.Code.Bytes.Span);
        }

        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ReturnDataCopy(CallFrame frame, UInt256* sp, long gas)
    {
        gas = PrepareCopy(frame, sp, gas);
        if (gas < 0)
        {
            return gas;
        }

        // EIP-211: beyond the end is a failure, not zeros, even for a copy of nothing.
        if (UInt256.Add(sp[-1], sp[-2], out var end) || end > (ulong)_returnData.Length)
        {
            return Fail(EvmError.ReturnDataOutOfBounds);
        }

        Copy(frame, sp, _returnData.Bytes);
        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ExtCodeCopy(CallFrame frame, UInt256* sp, long gas)
    {
        var account = _world.GetAccount(Address.FromWord(*sp));
        gas -= AccessCost(account, _gas.ColdAccountExtra);
        gas = gas < 0 ? OutOfGas(gas) : PrepareCopy(frame, sp - 1, gas);
        if (gas >= 0)
        {
            Copy(frame, sp - 1, _world.GetCode(account).Bytes.Span);
        }

        return gas;
    }

    /// <summary>EIP-5656.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long MCopy(CallFrame frame, UInt256* sp, long gas)
    {
        gas = ChargeWords(sp[-2], GasSchedule.CopyWord, gas);
        gas = gas < 0 ? gas : ExpandMemory(frame, sp[0] > sp[-1] ? sp[0] : sp[-1], sp[-2], gas);
        if (gas < 0 || sp[-2].IsZero)
        {
            return gas;
        }

        var length = (int)sp[-2].Low64;
        new ReadOnlySpan<byte>(frame.Memory + sp[-1].Low64, length).CopyTo(new Span<byte>(frame.Memory + sp[0].Low64, length));
        return gas;
    }

    /// <summary>Charges for a copy of sp[-2] bytes to memory at sp[0].</summary>
    private long PrepareCopy(CallFrame frame, UInt256* sp, long gas)
    {
        gas = ChargeWords(sp[-2], GasSchedule.CopyWord, gas);
        return gas < 0 ? gas : ExpandMemory(frame, sp[0], sp[-2], gas);
    }

    /// <summary>Copies sp[-2] bytes from sp[-1] of the source to memory at sp[0]; zeros from beyond the source.</summary>
    private static void Copy(CallFrame frame, UInt256* sp, ReadOnlySpan<byte> source)
    {
        var length = (int)sp[-2].Low64;
        if (length == 0)
        {
            return;
        }

        var target = new Span<byte>(frame.Memory + sp[0].Low64, length);
        source = sp[-1].FitsUInt64 && sp[-1].Low64 < (ulong)source.Length ? source[(int)sp[-1].Low64..] : [];
        var available = Math.Min(source.Length, length);
        source[..available].CopyTo(target);
        target[available..].Clear();
    }

    /// <summary>The output of RETURN and REVERT.</summary>
    private long SetOutput(CallFrame frame, UInt256* sp, long gas)
    {
        gas = ExpandMemory(frame, sp[0], sp[-1], gas);
        if (gas >= 0)
        {
            _returnData.Set(sp[-1].IsZero ? [] : new ReadOnlySpan<byte>(frame.Memory + sp[0].Low64, (int)sp[-1].Low64));
        }

        return gas;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long OutOfGas(long gasAfter)
    {
        _tracedCost = _tracedGas - gasAfter;
        return Fail(EvmError.OutOfGas);
    }
}
