using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>geth's results of two-operand instructions.</summary>
public sealed class OpcodeVectorTests
{
    [Theory]
    [InlineData("add", Opcode.Add)]
    [InlineData("and", Opcode.And)]
    [InlineData("byte", Opcode.Byte)]
    [InlineData("div", Opcode.Div)]
    [InlineData("eq", Opcode.Eq)]
    [InlineData("exp", Opcode.Exp)]
    [InlineData("gt", Opcode.Gt)]
    [InlineData("lt", Opcode.Lt)]
    [InlineData("mod", Opcode.Mod)]
    [InlineData("mul", Opcode.Mul)]
    [InlineData("or", Opcode.Or)]
    [InlineData("sar", Opcode.Sar)]
    [InlineData("sdiv", Opcode.SDiv)]
    [InlineData("sgt", Opcode.Sgt)]
    [InlineData("shl", Opcode.Shl)]
    [InlineData("shr", Opcode.Shr)]
    [InlineData("signext", Opcode.SignExtend)]
    [InlineData("slt", Opcode.Slt)]
    [InlineData("smod", Opcode.SMod)]
    [InlineData("sub", Opcode.Sub)]
    [InlineData("xor", Opcode.Xor)]
    public void Two_operand_instruction_computes_as_geth_does(string name, Opcode opcode)
    {
        var machine = new TestMachine(Fork.Osaka);
        var vectors = Vectors.Json("precompiles-opcodes.tar.gz", $"opcodes/geth/testcases_{name}.json").EnumerateArray().ToList();
        foreach (var vector in vectors)
        {
            var x = UInt256.Parse("0x" + vector.GetProperty("X").GetString());
            var y = UInt256.Parse("0x" + vector.GetProperty("Y").GetString());
            var code = EvmCode.Start.Push(x).Push(y).Op(opcode).ReturnTop().Bytes;

            Assert.Equal(UInt256.Parse("0x" + vector.GetProperty("Expected").GetString()), machine.RunForWord(code));
        }

        Assert.NotEmpty(vectors);
    }
}
