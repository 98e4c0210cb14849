using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Instructions;

/// <content>Each fork copies the one before and changes a few lines.</content>
public sealed partial class InstructionTable
{
    private const uint Zero = 0;
    private const uint Base = 2;
    private const uint VeryLow = 3;
    private const uint Low = 5;
    private const uint Mid = 8;
    private const uint High = 10;
    private const uint WarmAccess = 100; // EIP-2929; what a first access costs more is in GasSchedule

    private static Instruction?[] Build(Fork fork)
    {
        var table = new Instruction?[256];
        foreach (var since in Enum.GetValues<Fork>().TakeWhile(f => f <= fork))
        {
            Change(table, since);
        }

        return table;
    }

    private static void Change(Instruction?[] table, Fork fork)
    {
        switch (fork)
        {
            case Fork.Frontier:
                AddFrontier(table);
                break;
            case Fork.Homestead:
                Set(table, Opcode.DelegateCall, 40, 6, 1);
                break;
            case Fork.TangerineWhistle: // EIP-150
                Reprice(table, 200, Opcode.SLoad);
                Reprice(table, 400, Opcode.Balance);
                Reprice(table, 700, Opcode.ExtCodeSize, Opcode.ExtCodeCopy, Opcode.Call, Opcode.CallCode, Opcode.DelegateCall);
                Reprice(table, 5_000, Opcode.SelfDestruct);
                break;
            case Fork.Byzantium: // EIP-140, 211, 214
                Set(table, Opcode.Revert, Zero, 2, 0);
                Set(table, Opcode.ReturnDataSize, Base, 0, 1);
                Set(table, Opcode.ReturnDataCopy, VeryLow, 3, 0);
                Set(table, Opcode.StaticCall, 700, 6, 1);
                break;
            case Fork.Constantinople: // EIP-145, 1014, 1052
                Set(table, Opcode.Shl, VeryLow, 2, 1);
                Set(table, Opcode.Shr, VeryLow, 2, 1);
                Set(table, Opcode.Sar, VeryLow, 2, 1);
                Set(table, Opcode.Create2, 32_000, 4, 1);
                Set(table, Opcode.ExtCodeHash, 400, 1, 1);
                break;
            case Fork.Istanbul: // EIP-1344, 1884
                Set(table, Opcode.ChainId, Base, 0, 1);
                Set(table, Opcode.SelfBalance, Low, 0, 1);
                Reprice(table, 700, Opcode.Balance, Opcode.ExtCodeHash);
                Reprice(table, 800, Opcode.SLoad);
                break;
            case Fork.Berlin: // EIP-2929
                Reprice(table, WarmAccess, Opcode.SLoad, Opcode.Balance, Opcode.ExtCodeSize, Opcode.ExtCodeCopy, Opcode.ExtCodeHash);
                Reprice(table, WarmAccess, Opcode.Call, Opcode.CallCode, Opcode.DelegateCall, Opcode.StaticCall);
                break;
            case Fork.London: // EIP-3198
                Set(table, Opcode.BaseFee, Base, 0, 1);
                break;
            case Fork.Shanghai: // EIP-3855
                Set(table, Opcode.Push0, Base, 0, 1);
                break;
            case Fork.Cancun: // EIP-1153, 4844, 5656, 7516
                Set(table, Opcode.TLoad, WarmAccess, 1, 1);
                Set(table, Opcode.TStore, WarmAccess, 2, 0);
                Set(table, Opcode.BlobHash, VeryLow, 1, 1);
                Set(table, Opcode.MCopy, VeryLow, 3, 0);
                Set(table, Opcode.BlobBaseFee, Base, 0, 1);
                break;
            case Fork.Osaka: // EIP-7939
                Set(table, Opcode.Clz, Low, 1, 1);
                break;
            default: // the others have no instruction of their own
                break;
        }
    }

    private static void AddFrontier(Instruction?[] table)
    {
        Set(table, Opcode.Stop, Zero, 0, 0);
        SetAll(table, VeryLow, 2, 1, Opcode.Add, Opcode.Sub, Opcode.Lt, Opcode.Gt, Opcode.Slt, Opcode.Sgt, Opcode.Eq);
        SetAll(table, VeryLow, 2, 1, Opcode.And, Opcode.Or, Opcode.Xor, Opcode.Byte);
        SetAll(table, VeryLow, 1, 1, Opcode.IsZero, Opcode.Not, Opcode.CallDataLoad, Opcode.MLoad);
        SetAll(table, Low, 2, 1, Opcode.Mul, Opcode.Div, Opcode.SDiv, Opcode.Mod, Opcode.SMod, Opcode.SignExtend);
        SetAll(table, Mid, 3, 1, Opcode.AddMod, Opcode.MulMod);
        Set(table, Opcode.Exp, High, 2, 1);
        Set(table, Opcode.Keccak256, 30, 2, 1);
        SetAll(table, Base, 0, 1, Opcode.Address, Opcode.Origin, Opcode.Caller, Opcode.CallValue, Opcode.CallDataSize, Opcode.CodeSize);
        SetAll(table, Base, 0, 1, Opcode.GasPrice, Opcode.Coinbase, Opcode.Timestamp, Opcode.Number, Opcode.Difficulty, Opcode.GasLimit);
        SetAll(table, Base, 0, 1, Opcode.Pc, Opcode.MSize, Opcode.Gas);
        SetAll(table, 20, 1, 1, Opcode.Balance, Opcode.ExtCodeSize, Opcode.BlockHash);
        SetAll(table, VeryLow, 3, 0, Opcode.CallDataCopy, Opcode.CodeCopy);
        Set(table, Opcode.ExtCodeCopy, 20, 4, 0);
        Set(table, Opcode.Pop, Base, 1, 0);
        SetAll(table, VeryLow, 2, 0, Opcode.MStore, Opcode.MStore8);
        Set(table, Opcode.SLoad, 50, 1, 1);
        Set(table, Opcode.SStore, Zero, 2, 0); // priced by what it changes
        Set(table, Opcode.Jump, Mid, 1, 0);
        Set(table, Opcode.JumpI, High, 2, 0);
        Set(table, Opcode.JumpDest, 1, 0, 0);
        for (var n = 0; n < 32; n++)
        {
            Set(table, Opcode.Push1 + (byte)n, VeryLow, 0, 1);
        }

        for (var n = 1; n <= 16; n++)
        {
            Set(table, Opcode.Dup1 + (byte)(n - 1), VeryLow, n, n + 1);
            Set(table, Opcode.Swap1 + (byte)(n - 1), VeryLow, n + 1, n + 1);
        }

        for (var n = 0; n <= 4; n++)
        {
            Set(table, Opcode.Log0 + (byte)n, 375 * (1 + (uint)n), 2 + n, 0);
        }

        Set(table, Opcode.Create, 32_000, 3, 1);
        SetAll(table, 40, 7, 1, Opcode.Call, Opcode.CallCode);
        Set(table, Opcode.Return, Zero, 2, 0);
        Set(table, Opcode.SelfDestruct, Zero, 1, 0);
    }

    private static void SetAll(Instruction?[] table, uint gas, int stackIn, int stackOut, params ReadOnlySpan<Opcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            Set(table, opcode, gas, stackIn, stackOut);
        }
    }

    private static void Set(Instruction?[] table, Opcode opcode, uint gas, int stackIn, int stackOut) =>
        table[(int)opcode] = new Instruction(opcode.ToString().ToUpperInvariant(), gas, stackIn, stackOut);

    private static void Reprice(Instruction?[] table, uint gas, params ReadOnlySpan<Opcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            table[(int)opcode] = table[(int)opcode]! with { Gas = gas };
        }
    }
}
