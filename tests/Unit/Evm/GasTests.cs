using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class GasTests
{
    private static readonly Address Other = Address.FromNumber(0x0123);

    /// <summary>Code, and what it costs by the EIPs' own arithmetic.</summary>
    public static TheoryData<string, Fork, byte[], long> Programs() => new()
    {
        { "exp before EIP-160", Fork.Frontier, EvmCode.Start.Push(0x0100).Push(2).Op(Opcode.Exp).Bytes, 3 + 3 + 10 + (2 * 10) },
        { "exp", Fork.Osaka, EvmCode.Start.Push(0x0100).Push(2).Op(Opcode.Exp).Bytes, 3 + 3 + 10 + (2 * 50) },
        { "exp of nothing", Fork.Osaka, EvmCode.Start.Push(0).Push(2).Op(Opcode.Exp).Bytes, 3 + 3 + 10 },
        { "memory", Fork.Osaka, EvmCode.Start.Push(0).Push(32 * 1023).Op(Opcode.MStore).Bytes, 3 + 3 + 3 + (3 * 1024) + (1024 * 1024 / 512) },
        { "memory byte", Fork.Osaka, EvmCode.Start.Push(0).Push(32).Op(Opcode.MStore8).Bytes, 3 + 3 + 3 + (3 * 2) },
        { "keccak", Fork.Osaka, EvmCode.Start.Push(33).Push(0).Op(Opcode.Keccak256).Bytes, 3 + 3 + 30 + (6 * 2) + (3 * 2) },
        { "keccak of nothing far away", Fork.Osaka, EvmCode.Start.Push(0).Push(UInt256.MaxValue).Op(Opcode.Keccak256).Bytes, 3 + 3 + 30 },
        { "calldatacopy", Fork.Osaka, EvmCode.Start.Push(65).Push(0).Push(0).Op(Opcode.CallDataCopy).Bytes, 9 + 3 + (3 * 3) + (3 * 3) },
        { "codecopy", Fork.Osaka, EvmCode.Start.Push(1).Push(0).Push(0).Op(Opcode.CodeCopy).Bytes, 9 + 3 + 3 + 3 },
        { "mcopy", Fork.Osaka, EvmCode.Start.Push(32).Push(0).Push(32).Op(Opcode.MCopy).Bytes, 9 + 3 + 3 + (3 * 2) },
        { "log2", Fork.Osaka, EvmCode.Start.Push(1).Push(2).Push(10).Push(0).Op(Opcode.Log2).Bytes, 12 + (375 * 3) + (8 * 10) + 3 },
        { "balance cold, then warm", Fork.Berlin, EvmCode.Start.Push(Other).Op(Opcode.Balance).Push(Other).Op(Opcode.Balance).Bytes, 3 + 2600 + 3 + 100 },
        { "balance of a precompile", Fork.Berlin, EvmCode.Start.Push(1).Op(Opcode.Balance).Bytes, 3 + 100 },
        { "extcodecopy cold", Fork.Berlin, EvmCode.Start.Push(32).Push(0).Push(0).Push(Other).Op(Opcode.ExtCodeCopy).Bytes, 12 + 2600 + 3 + 3 },
        { "sload cold, then warm", Fork.Berlin, EvmCode.Start.Push(1).Op(Opcode.SLoad).Push(1).Op(Opcode.SLoad).Bytes, 3 + 2100 + 3 + 100 },
        { "sstore cold", Fork.Berlin, EvmCode.Start.Push(1).Push(1).Op(Opcode.SStore).Bytes, 6 + 2100 + 20000 },
        { "tstore and tload", Fork.Cancun, EvmCode.Start.Push(1).Push(1).Op(Opcode.TStore).Push(1).Op(Opcode.TLoad).Bytes, 6 + 100 + 3 + 100 },
        { "call to nobody with value, before EIP-161", Fork.TangerineWhistle, EvmCode.Start.Call(Opcode.Call, Other, 0).Bytes, 21 + 700 + 25000 },
        { "call to nobody without value", Fork.SpuriousDragon, EvmCode.Start.Call(Opcode.Call, Other, 0).Bytes, 21 + 700 },
        { "clz", Fork.Osaka, EvmCode.Start.Push(1).Op(Opcode.Clz).Bytes, 3 + 5 },
        { "create", Fork.London, EvmCode.Start.Push(64).Push(0).Push(0).Op(Opcode.Create).Bytes, 9 + 32000 + 6 },
        { "create, EIP-3860", Fork.Shanghai, EvmCode.Start.Push(64).Push(0).Push(0).Op(Opcode.Create).Bytes, 9 + 32000 + 6 + 4 },
        { "create2", Fork.Shanghai, EvmCode.Start.Push(0).Push(64).Push(0).Push(0).Op(Opcode.Create2).Bytes, 12 + 32000 + 6 + 4 + 12 },
        { "selfdestruct to a cold account", Fork.Berlin, EvmCode.Start.Push(Other).Op(Opcode.SelfDestruct).Bytes, 3 + 5000 + 2600 },
        { "selfdestruct", Fork.Frontier, EvmCode.Start.Push(Other).Op(Opcode.SelfDestruct).Bytes, 3 },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Code_costs_what_the_rules_say_and_one_gas_less_is_not_enough(string name, Fork fork, byte[] code, long expected)
    {
        Assert.Equal((name, expected), (name, new TestMachine(fork).GasUsed(code)));
        Assert.Equal((EvmError.None, 0L), Outcome(fork, code, expected));
        Assert.Equal((EvmError.OutOfGas, 0L), Outcome(fork, code, expected - 1));
    }

    private static (EvmError Error, long GasLeft) Outcome(Fork fork, byte[] code, long gas)
    {
        var result = new TestMachine(fork).Run(code, gas: gas);
        return (result.Error, result.GasLeft);
    }

    [Fact]
    public void Memory_beyond_what_any_gas_pays_is_out_of_gas()
    {
        foreach (var offset in new UInt256[] { UInt256.MaxValue, ulong.MaxValue, 1UL << 40, int.MaxValue })
        {
            var code = EvmCode.Start.Push(offset).Op(Opcode.MLoad).Bytes;

            Assert.Equal(EvmError.OutOfGas, new TestMachine(Fork.Osaka).Run(code, gas: long.MaxValue >> 22).Error);
        }
    }

    [Fact]
    public void SStore_needs_more_than_the_stipend()
    {
        var code = EvmCode.Start.Push(0).Push(0).Op(Opcode.SStore).Bytes;

        Assert.Equal(EvmError.ReentrancySentry, new TestMachine(Fork.Istanbul).Run(code, gas: 6 + 2_300).Error);
        Assert.Equal(EvmError.None, new TestMachine(Fork.Istanbul).Run(code, gas: 6 + 2_301).Error);
    }
}
