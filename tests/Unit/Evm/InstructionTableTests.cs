using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class InstructionTableTests
{
    [Theory]
    [InlineData(Opcode.DelegateCall, Fork.Homestead)]
    [InlineData(Opcode.Revert, Fork.Byzantium)]
    [InlineData(Opcode.ReturnDataSize, Fork.Byzantium)]
    [InlineData(Opcode.ReturnDataCopy, Fork.Byzantium)]
    [InlineData(Opcode.StaticCall, Fork.Byzantium)]
    [InlineData(Opcode.Shl, Fork.Constantinople)]
    [InlineData(Opcode.Shr, Fork.Constantinople)]
    [InlineData(Opcode.Sar, Fork.Constantinople)]
    [InlineData(Opcode.Create2, Fork.Constantinople)]
    [InlineData(Opcode.ExtCodeHash, Fork.Constantinople)]
    [InlineData(Opcode.ChainId, Fork.Istanbul)]
    [InlineData(Opcode.SelfBalance, Fork.Istanbul)]
    [InlineData(Opcode.BaseFee, Fork.London)]
    [InlineData(Opcode.Push0, Fork.Shanghai)]
    [InlineData(Opcode.TLoad, Fork.Cancun)]
    [InlineData(Opcode.TStore, Fork.Cancun)]
    [InlineData(Opcode.MCopy, Fork.Cancun)]
    [InlineData(Opcode.BlobHash, Fork.Cancun)]
    [InlineData(Opcode.BlobBaseFee, Fork.Cancun)]
    [InlineData(Opcode.Clz, Fork.Osaka)]
    public void Instruction_is_there_from_its_fork_on(Opcode opcode, Fork since)
    {
        foreach (var fork in Enum.GetValues<Fork>())
        {
            Assert.Equal(fork >= since, InstructionTable.Of(fork)[opcode] is not null);
        }
    }

    [Fact]
    public void Number_of_instructions_grows_as_the_forks_say()
    {
        var counts = Enum.GetValues<Fork>().Select(fork => Enumerable.Range(0, 256).Count(i => InstructionTable.Of(fork)[(Opcode)i] is not null));

        Assert.Equal([129, 130, 130, 130, 134, 139, 139, 141, 141, 142, 142, 143, 148, 148, 149], counts);
    }

    [Fact]
    public void Every_named_opcode_but_invalid_is_an_instruction_of_the_newest_fork()
    {
        var table = InstructionTable.Of(Fork.Osaka);

        Assert.All(Enum.GetValues<Opcode>(), opcode => Assert.Equal(opcode != Opcode.Invalid, table[opcode] is not null));
    }

    [Theory]
    [InlineData(Opcode.SLoad, new uint[] { 50, 50, 200, 200, 200, 200, 200, 800, 100, 100, 100, 100, 100, 100, 100 })]
    [InlineData(Opcode.Balance, new uint[] { 20, 20, 400, 400, 400, 400, 400, 700, 100, 100, 100, 100, 100, 100, 100 })]
    [InlineData(Opcode.ExtCodeSize, new uint[] { 20, 20, 700, 700, 700, 700, 700, 700, 100, 100, 100, 100, 100, 100, 100 })]
    [InlineData(Opcode.Call, new uint[] { 40, 40, 700, 700, 700, 700, 700, 700, 100, 100, 100, 100, 100, 100, 100 })]
    [InlineData(Opcode.SelfDestruct, new uint[] { 0, 0, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000 })]
    [InlineData(Opcode.Add, new uint[] { 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 })]
    public void Price_changes_with_the_forks(Opcode opcode, uint[] prices)
    {
        Assert.Equal(prices, Enum.GetValues<Fork>().Select(fork => InstructionTable.Of(fork)[opcode]!.Gas));
    }

    [Fact]
    public void What_is_no_instruction_fails_and_takes_all_gas()
    {
        foreach (var fork in Enum.GetValues<Fork>())
        {
            for (var opcode = 0; opcode < 256; opcode++)
            {
                if (InstructionTable.Of(fork)[(Opcode)opcode] is null)
                {
                    var result = new TestMachine(fork).Run([(byte)opcode], gas: 1_000);

                    Assert.Equal((EvmError.InvalidOpcode, 0L), (result.Error, result.GasLeft));
                }
            }
        }
    }

    [Fact]
    public void Stack_is_checked_before_every_instruction()
    {
        var table = InstructionTable.Of(Fork.Osaka);
        for (var opcode = 0; opcode < 256; opcode++)
        {
            if (table[(Opcode)opcode] is not { } instruction)
            {
                continue;
            }

            if (instruction.StackIn > 0)
            {
                var tooFew = Enumerable.Repeat((byte)Opcode.Push0, instruction.StackIn - 1).Append((byte)opcode).ToArray();
                Assert.Equal(EvmError.StackUnderflow, new TestMachine(Fork.Osaka).Run(tooFew).Error);
            }

            if (instruction.StackOut > instruction.StackIn)
            {
                var full = Enumerable.Repeat((byte)Opcode.Push0, 1024).Append((byte)opcode).ToArray();
                Assert.Equal(EvmError.StackOverflow, new TestMachine(Fork.Osaka).Run(full).Error);
                Assert.Equal(EvmError.None, new TestMachine(Fork.Osaka).Run(full[1..]).Error);
            }
        }
    }
}
