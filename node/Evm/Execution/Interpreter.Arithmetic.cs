using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <content>Arithmetic, words of code and memory, jumps.</content>
internal sealed unsafe partial class Interpreter
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Binary(Opcode opcode, UInt256* sp)
    {
        switch (opcode)
        {
            case Opcode.Div:
                UInt256.Divide(sp[0], sp[-1], out sp[-1]);
                return;
            case Opcode.SDiv:
                UInt256.SignedDivide(sp[0], sp[-1], out sp[-1]);
                return;
            case Opcode.Mod:
                UInt256.Mod(sp[0], sp[-1], out sp[-1]);
                return;
            case Opcode.SMod:
                UInt256.SignedMod(sp[0], sp[-1], out sp[-1]);
                return;
            case Opcode.SignExtend:
                sp[-1] = UInt256.SignExtend(sp[0], sp[-1]);
                return;
            case Opcode.Byte:
                sp[-1] = UInt256.ByteAt(sp[0], sp[-1]);
                return;
            default:
                sp[-1] = UInt256.ShiftRightSigned(sp[-1], sp[0]);
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Exp(UInt256* sp, long gas)
    {
        gas -= _gas.ExpByte * sp[-1].ByteLength;
        if (gas < 0)
        {
            return OutOfGas(gas);
        }

        UInt256.Exp(sp[0], sp[-1], out sp[-1]);
        return gas;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetFlag(UInt256* target, bool value) => *target = value ? 1UL : 0UL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadWord(byte* source, UInt256* target)
    {
        var words = (ulong*)source;
        *target = new UInt256(
            BinaryPrimitives.ReverseEndianness(words[3]),
            BinaryPrimitives.ReverseEndianness(words[2]),
            BinaryPrimitives.ReverseEndianness(words[1]),
            BinaryPrimitives.ReverseEndianness(words[0]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWord(UInt256* source, byte* target)
    {
        var limbs = (ulong*)source;
        var words = (ulong*)target;
        words[0] = BinaryPrimitives.ReverseEndianness(limbs[3]);
        words[1] = BinaryPrimitives.ReverseEndianness(limbs[2]);
        words[2] = BinaryPrimitives.ReverseEndianness(limbs[1]);
        words[3] = BinaryPrimitives.ReverseEndianness(limbs[0]);
    }

    /// <summary>A PUSH of 9 to 32 bytes: whole limbs from the right, and what is left over.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PushWide(byte* data, int length, UInt256* target)
    {
        var limbs = (ulong*)target;
        limbs[2] = 0;
        limbs[3] = 0;
        var i = 0;
        var rest = length;
        for (; rest >= 8; rest -= 8)
        {
            limbs[i++] = BinaryPrimitives.ReverseEndianness(*(ulong*)(data + rest - 8));
        }

        if (rest > 0)
        {
            limbs[i] = BinaryPrimitives.ReverseEndianness(*(ulong*)data) >> (64 - (rest * 8));
        }
    }

    /// <summary>Where a jump lands, or null when it may not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* JumpTarget(Code code, UInt256* position, byte* start) =>
        code.IsJumpDestination(*position) ? start + position->Low64 : null;
}
