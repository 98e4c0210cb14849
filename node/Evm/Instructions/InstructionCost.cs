using System.Runtime.InteropServices;

namespace PoaSidechain.Evm.Instructions;

/// <summary>An instruction's facts as the interpreter's loop wants them: eight bytes, one load, one comparison for the stack.</summary>
/// <remarks>The stack is good when <c>height - MinHeight</c>, taken as unsigned, is at most <see cref="HeightRange"/>; heights in bytes.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct InstructionCost
{
    public const int MaxItems = 1024;

    private const int ItemSize = 32;

    public readonly uint Gas;
    public readonly ushort MinHeight;
    public readonly ushort HeightRange;

    public InstructionCost(Instruction? instruction)
    {
        if (instruction is null)
        {
            MinHeight = ushort.MaxValue; // higher than any stack: the same comparison refuses what is no instruction
            return;
        }

        var most = MaxItems - Math.Max(0, instruction.StackOut - instruction.StackIn);
        Gas = instruction.Gas;
        MinHeight = (ushort)(instruction.StackIn * ItemSize);
        HeightRange = (ushort)((most - instruction.StackIn) * ItemSize);
    }
}
