using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Instructions;

/// <summary>Which instructions a fork has, what they are called, take, leave and cost.</summary>
/// <remarks>Immutable, one per fork. Thread: any.</remarks>
public sealed unsafe partial class InstructionTable
{
    private static readonly InstructionTable[] ByFork = [.. Enum.GetValues<Fork>().Select(fork => new InstructionTable(fork))];

    private readonly Instruction?[] _instructions;
    private readonly InstructionCost[] _costs; // pinned, so that the pointer below stays good

    private InstructionTable(Fork fork)
    {
        _instructions = Build(fork);
        _costs = GC.AllocateArray<InstructionCost>(_instructions.Length, pinned: true);
        for (var i = 0; i < _costs.Length; i++)
        {
            _costs[i] = new InstructionCost(_instructions[i]);
        }

        fixed (InstructionCost* costs = _costs)
        {
            Costs = costs;
        }
    }

    /// <summary>The instruction of an opcode, or null when the fork has none.</summary>
    public Instruction? this[Opcode opcode] => _instructions[(int)opcode];

    /// <summary>256 entries for the interpreter's loop; lives as long as the process.</summary>
    internal InstructionCost* Costs { get; }

    /// <summary>The table of a fork.</summary>
    public static InstructionTable Of(Fork fork) => ByFork[(int)fork];

    /// <summary>The name of an opcode in traces and errors, whatever the fork; as geth, <c>opcode 0x1f not defined</c> for what no fork has.</summary>
    public static string NameOf(Opcode opcode) =>
        ByFork[^1][opcode]?.Name ?? (opcode == Opcode.Invalid ? "INVALID" : $"opcode 0x{(int)opcode:x} not defined");
}
