using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>Writes random programs: mostly sound instructions with sensible operands, some jumps, loops and creations, a little rubbish.</summary>
internal sealed class ProgramGenerator(FuzzValues values, Fork fork)
{
    private const int MaxNesting = 2;

    // Instructions with effects come oftener than their share of the table.
    private static readonly Opcode[] Favourites =
    [
        Opcode.SStore, Opcode.SStore, Opcode.SLoad, Opcode.TStore, Opcode.TLoad, Opcode.MStore, Opcode.MLoad, Opcode.Call, Opcode.Call, Opcode.CallCode,
        Opcode.DelegateCall, Opcode.StaticCall, Opcode.ReturnDataCopy, Opcode.ReturnDataSize, Opcode.ExtCodeHash, Opcode.ExtCodeCopy, Opcode.Balance,
        Opcode.Keccak256, Opcode.Log1, Opcode.MCopy, Opcode.Gas, Opcode.Exp, Opcode.CallDataLoad, Opcode.MSize,
    ];

    private static readonly Opcode[] Ends =
        [Opcode.Stop, Opcode.Return, Opcode.Return, Opcode.Return, Opcode.Revert, Opcode.Revert, Opcode.SelfDestruct, Opcode.SelfDestruct, Opcode.Invalid];

    private readonly InstructionTable _table = InstructionTable.Of(fork);

    /// <summary>A program; <paramref name="nesting"/> says how deep inside other programs' creations it is.</summary>
    public byte[] Next(int nesting = 0)
    {
        if (values.Percent(3))
        {
            return values.Bytes(values.Below(80));
        }

        var code = new List<byte>();
        var count = nesting == 0 ? 3 + values.Below(25) : 1 + values.Below(8);
        for (var i = 0; i < count; i++)
        {
            Fragment(code, nesting);
        }

        if (values.Percent(80))
        {
            Instruction(code, values.Any(Ends));
        }

        return [.. code];
    }

    /// <summary>Code that deploys a program, by copying what stands behind it.</summary>
    public byte[] InitCode(int nesting)
    {
        if (values.Percent(30))
        {
            return Next(nesting + 1);
        }

        var deployed = values.Percent(10) ? [0xef, .. values.Bytes(values.Below(4))] : Next(nesting + 1);
        var code = new List<byte>();
        if (values.Percent(40))
        {
            Fragment(code, MaxNesting);
        }

        var start = code.Count + 14;
        code.AddRange([0x61, (byte)(deployed.Length >> 8), (byte)deployed.Length, 0x80, 0x61, (byte)(start >> 8), (byte)start, 0x60, 0, 0x39, 0x60, 0, 0xf3, 0]);
        return [.. code, .. deployed];
    }

    private void Fragment(List<byte> code, int nesting)
    {
        switch (values.Below(100))
        {
            case 0:
                code.AddRange(values.Bytes(1 + values.Below(3)));
                break;
            case < 5:
                StackPlay(code);
                break;
            case < 12:
                ForwardJump(code, nesting);
                break;
            case < 14:
                Loop(code, nesting);
                break;
            case < 21 when nesting < MaxNesting:
                Creation(code, nesting);
                break;
            case < 60:
                Instruction(code, values.Any(Favourites));
                break;
            default:
                Instruction(code, (Opcode)values.Below(0x60));
                break;
        }
    }

    private void Instruction(List<byte> code, Opcode opcode)
    {
        var instruction = _table[opcode];
        var isControl = opcode is Opcode.Jump or Opcode.JumpI or Opcode.Stop;
        if ((instruction is null || isControl) && opcode is not Opcode.Stop and not Opcode.Invalid && !values.Percent(2))
        {
            return; // would only end the program
        }

        if (instruction is not null && values.Percent(96))
        {
            foreach (var meaning in Operands.Of(opcode, instruction.StackIn).Reverse())
            {
                Operand(code, meaning);
            }
        }

        code.Add((byte)opcode);
        for (var i = 0; i < instruction?.StackOut; i++)
        {
            Result(code);
        }
    }

    private void Operand(List<byte> code, char meaning)
    {
        if (meaning == 'G' && values.Percent(70))
        {
            code.Add((byte)Opcode.Gas);
            return;
        }

        Push(code, meaning switch
        {
            _ when values.Percent(2) => values.Number(),
            'O' => values.Offset(),
            'S' => values.Size(),
            'K' => values.Below(5),
            'A' => FuzzValues.ToNumber(values.Any(FuzzWorld.All)),
            'G' => values.Percent(20) ? values.Number() : values.Below(60_000),
            'V' => values.Percent(60) ? 0 : values.Percent(80) ? values.Below(20) : values.Number(),
            'B' => 1000 - 300 + values.Below(310),
            'I' => values.Below(3),
            _ => values.Number(),
        });
    }

    /// <summary>What is done with an instruction's result: stored where it shows, written to memory, dropped or left.</summary>
    private void Result(List<byte> code)
    {
        switch (values.Below(10))
        {
            case < 3:
                Push(code, values.Below(5));
                code.Add((byte)Opcode.SStore);
                break;
            case < 5:
                Push(code, values.Offset());
                code.Add((byte)Opcode.MStore);
                break;
            case 5:
                code.Add((byte)Opcode.Pop);
                break;
        }
    }

    private void StackPlay(List<byte> code)
    {
        for (var i = values.Below(4); i >= 0; i--)
        {
            code.Add((byte)(values.Percent(50) ? 0x80 + values.Below(6) : 0x90 + values.Below(6)));
        }
    }

    private void ForwardJump(List<byte> code, int nesting)
    {
        var isConditional = values.Percent(80);
        if (isConditional)
        {
            Push(code, values.Percent(50) ? 0 : values.Number());
        }

        code.AddRange([0x61, 0, 0, (byte)(isConditional ? Opcode.JumpI : Opcode.Jump)]);
        var target = code.Count - 3;
        for (var i = values.Below(3); i >= 0; i--)
        {
            Fragment(code, nesting);
        }

        var destination = code.Count + (values.Percent(2) ? 1 : 0); // now and then beside the mark
        (code[target], code[target + 1]) = ((byte)(destination >> 8), (byte)destination);
        code.Add((byte)Opcode.JumpDest);
    }

    private void Loop(List<byte> code, int nesting)
    {
        Push(code, 1 + values.Below(6));
        var start = code.Count;
        code.Add((byte)Opcode.JumpDest);
        Fragment(code, nesting);
        code.AddRange([0x60, 1, 0x90, 0x03, 0x80, 0x61, (byte)(start >> 8), (byte)start, (byte)Opcode.JumpI]);
    }

    /// <summary>Writes init code to memory and creates a contract from it; sometimes calls it.</summary>
    private void Creation(List<byte> code, int nesting)
    {
        var init = InitCode(nesting);
        for (var at = 0; at < init.Length; at += 32)
        {
            var word = new byte[32];
            init.AsSpan(at, Math.Min(32, init.Length - at)).CopyTo(word);
            code.AddRange([0x7f, .. word]);
            Push(code, at);
            code.Add((byte)Opcode.MStore);
        }

        var isSalted = fork >= Fork.Constantinople && values.Percent(50);
        if (isSalted)
        {
            Operand(code, 'I');
        }

        Push(code, init.Length);
        Push(code, 0);
        Operand(code, 'V');
        code.Add((byte)(isSalted ? Opcode.Create2 : Opcode.Create));
        if (values.Percent(40))
        {
            code.AddRange([0x60, 0, 0x60, 0, 0x60, 0, 0x60, 0, 0x60, 0, 0x85, 0x5a, (byte)Opcode.Call, (byte)Opcode.Pop]);
        }

        Result(code);
    }

    private static void Push(List<byte> code, in UInt256 value)
    {
        var bytes = value.ToHash256().Bytes;
        var first = 0;
        while (first < 31 && bytes[first] == 0)
        {
            first++;
        }

        code.Add((byte)(0x5f + 32 - first));
        code.AddRange(bytes[first..]);
    }
}
