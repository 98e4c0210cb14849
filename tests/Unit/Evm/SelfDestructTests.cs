using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class SelfDestructTests
{
    private static readonly Address Heir = Address.FromNumber(0x4e14);
    private static readonly Address Victim = Address.FromNumber(0xdead);

    private static TestMachine NewMachine(Fork fork) => new TestMachine(fork).With(TestKeys.A.Address, balance: UInt256.One << 80);

    private static Transaction To(Address? to, byte[]? data = null, UInt256 value = default) =>
        new Transaction { GasPrice = 10UL, GasLimit = 1_000_000, To = to, Data = data ?? [], Value = value }.SignedBy(TestKeys.A);

    [Theory]
    [InlineData(Fork.Frontier, false)]
    [InlineData(Fork.Shanghai, false)]
    [InlineData(Fork.Cancun, true)] // EIP-6780
    public void Old_contract_goes_before_cancun_and_only_sends_its_ether_from_then_on(Fork fork, bool stays)
    {
        var machine = NewMachine(fork).With(Victim, balance: 9UL, code: EvmCode.Start.Push(Heir).Op(Opcode.SelfDestruct).Bytes, storage: [(1UL, 1UL)]);

        machine.Execute(To(Victim));

        Assert.Equal(stays, machine.World.GetAccount(Victim).Exists);
        Assert.Equal(stays ? 1UL : 0UL, machine.Slot(Victim, 1));
        Assert.Equal(9UL, machine.World.GetAccount(Heir).Balance);
        Assert.Equal(default, machine.World.GetAccount(Victim).Balance);
    }

    [Theory]
    [InlineData(Fork.Shanghai, 0)]
    [InlineData(Fork.Cancun, 9)]
    public void Own_heir_loses_all_before_cancun_and_keeps_it_from_then_on(Fork fork, int expected)
    {
        var machine = NewMachine(fork).With(Victim, balance: 9UL, code: EvmCode.Start.Push(Victim).Op(Opcode.SelfDestruct).Bytes);

        machine.Execute(To(Victim));

        Assert.Equal((ulong)expected, machine.World.GetAccount(Victim).Balance.Low64);
    }

    [Theory]
    [InlineData(Fork.Shanghai)]
    [InlineData(Fork.Osaka)]
    public void Contract_of_the_same_transaction_goes_with_its_ether(Fork fork)
    {
        var machine = NewMachine(fork);
        var init = EvmCode.Start.Op(Opcode.Address, Opcode.SelfDestruct).Bytes;

        var result = machine.Execute(To(null, init, value: 5UL));

        Assert.True(result.IsSuccess);
        Assert.False(machine.World.GetAccount(result.ContractAddress!.Value).Exists);
        Assert.Equal((UInt256.One << 80) - 5UL - ((UInt256)10UL * result.GasUsed), machine.World.GetAccount(TestKeys.A.Address).Balance);
    }

    [Theory]
    [InlineData(Fork.Frontier, true)]
    [InlineData(Fork.SpuriousDragon, false)]
    public void Heir_of_nothing_comes_into_being_only_before_spurious_dragon(Fork fork, bool exists)
    {
        var machine = NewMachine(fork).With(Victim, code: EvmCode.Start.Push(Heir).Op(Opcode.SelfDestruct).Bytes);

        machine.Execute(To(Victim));

        Assert.Equal(exists, machine.World.GetAccount(Heir).Exists);
    }

    [Fact]
    public void Refund_is_given_once_and_not_at_all_from_london_on()
    {
        var twice = EvmCode.Start.Call(Opcode.Call, Victim, 100_000).Call(Opcode.Call, Victim, 100_000).Bytes;
        var code = EvmCode.Start.Push(Heir).Op(Opcode.SelfDestruct).Bytes;

        long RefundOn(Fork fork)
        {
            var machine = new TestMachine(fork).With(Victim, code: code);
            Assert.Equal(EvmError.None, machine.Run(twice).Error);
            return machine.World.Refund;
        }

        Assert.Equal((24_000, 0), (RefundOn(Fork.Berlin), RefundOn(Fork.London)));
    }
}
