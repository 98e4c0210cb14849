using PoaSidechain.Evm.Instructions;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>What an instruction's operands mean, from the top of the stack down, so that most programs do something.</summary>
/// <remarks>
/// O offset, S size, K storage slot, N number, A address, G gas, V value, B block number, I small index. Instructions that are not listed take numbers.
/// </remarks>
internal static class Operands
{
    private static readonly Dictionary<Opcode, string> Meanings = new()
    {
        [Opcode.Keccak256] = "OS",
        [Opcode.Balance] = "A",
        [Opcode.CallDataLoad] = "O",
        [Opcode.CallDataCopy] = "OOS",
        [Opcode.CodeCopy] = "OOS",
        [Opcode.ExtCodeSize] = "A",
        [Opcode.ExtCodeCopy] = "AOOS",
        [Opcode.ReturnDataCopy] = "OOS",
        [Opcode.ExtCodeHash] = "A",
        [Opcode.BlockHash] = "B",
        [Opcode.BlobHash] = "I",
        [Opcode.MLoad] = "O",
        [Opcode.MStore] = "ON",
        [Opcode.MStore8] = "ON",
        [Opcode.SLoad] = "K",
        [Opcode.SStore] = "KN",
        [Opcode.TLoad] = "K",
        [Opcode.TStore] = "KN",
        [Opcode.MCopy] = "OOS",
        [Opcode.Log0] = "OS",
        [Opcode.Log1] = "OSN",
        [Opcode.Log2] = "OSNN",
        [Opcode.Log3] = "OSNNN",
        [Opcode.Log4] = "OSNNNN",
        [Opcode.Create] = "VOS",
        [Opcode.Call] = "GAVOSOS",
        [Opcode.CallCode] = "GAVOSOS",
        [Opcode.Return] = "OS",
        [Opcode.DelegateCall] = "GAOSOS",
        [Opcode.Create2] = "VOSI",
        [Opcode.StaticCall] = "GAOSOS",
        [Opcode.Revert] = "OS",
        [Opcode.SelfDestruct] = "A",
    };

    public static string Of(Opcode opcode, int count) => Meanings.TryGetValue(opcode, out var meaning) ? meaning : new string('N', count);
}
