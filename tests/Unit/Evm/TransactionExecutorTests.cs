using PoaSidechain.Evm;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class TransactionExecutorTests
{
    private static readonly Address Sender = TestKeys.A.Address;
    private static readonly Address Receiver = Address.FromNumber(0x2ece);
    private static readonly UInt256 Wealth = UInt256.One << 80;

    private static TestMachine NewMachine(Fork fork) => new TestMachine(fork).With(Sender, balance: Wealth);

    private static Transaction Legacy(Address? to, byte[]? data = null, ulong gas = 1_000_000, UInt256 value = default, ulong nonce = 0) =>
        new Transaction { Nonce = nonce, GasPrice = 10UL, GasLimit = gas, To = to, Value = value, Data = data ?? [] }.SignedBy(TestKeys.A);

    [Theory]
    [InlineData(Fork.Berlin, 10, 0)]
    [InlineData(Fork.London, 3, 7)] // base fee 7 is burnt
    public void Transfer_moves_value_and_pays_the_fee(Fork fork, int earned, int burnt)
    {
        var machine = NewMachine(fork);

        var result = machine.Execute(Legacy(Receiver, value: 5UL));

        Assert.Equal((true, 21_000UL), (result.IsSuccess, result.GasUsed));
        Assert.Equal(5UL, machine.World.GetAccount(Receiver).Balance);
        Assert.Equal((UInt256)(ulong)earned * 21_000UL, machine.World.GetAccount(TestMachine.FeeRecipient).Balance);
        Assert.Equal(Wealth - 5UL - ((UInt256)(ulong)(earned + burnt) * 21_000UL), machine.World.GetAccount(Sender).Balance);
        Assert.Equal(1UL, machine.World.GetAccount(Sender).Nonce);
    }

    [Fact]
    public void Creation_deploys_code_at_the_address_of_sender_and_nonce()
    {
        var machine = NewMachine(Fork.Shanghai);
        var code = EvmCode.Start.Push(42).ReturnTop().Bytes;

        var result = machine.Execute(Legacy(null, EvmCode.Deploying(code)));

        var contract = machine.World.GetAccount(ContractAddress.Of(Sender, 0));
        Assert.Equal((EvmError.None, contract.Address), (result.Error, result.ContractAddress));
        Assert.Equal(code, machine.World.GetCode(contract).Bytes.ToArray());
        Assert.Equal(1UL, contract.Nonce);
        Assert.Equal(code, result.Output.ToArray());
    }

    [Theory]
    [InlineData(Fork.Berlin, EvmError.None)]
    [InlineData(Fork.London, EvmError.InvalidCodePrefix)]
    public void Code_that_starts_with_ef_is_refused_from_london_on(Fork fork, EvmError expected)
    {
        Assert.Equal(expected, NewMachine(fork).Execute(Legacy(null, EvmCode.Deploying([0xef]))).Error);
    }

    [Theory]
    [InlineData(Fork.TangerineWhistle, 24_577, EvmError.None)]
    [InlineData(Fork.SpuriousDragon, 24_577, EvmError.CodeTooLarge)]
    [InlineData(Fork.SpuriousDragon, 24_576, EvmError.None)]
    public void Code_has_at_most_24576_bytes_from_spurious_dragon_on(Fork fork, int length, EvmError expected)
    {
        Assert.Equal(expected, NewMachine(fork).Execute(Legacy(null, EvmCode.Deploying(new byte[length]), gas: 10_000_000)).Error);
    }

    [Fact]
    public void Code_that_cannot_be_paid_is_left_out_in_frontier_and_fails_in_homestead()
    {
        var data = EvmCode.Deploying(new byte[1_000]);

        var frontier = NewMachine(Fork.Frontier);
        var first = frontier.Execute(Legacy(null, data, gas: 100_000));
        Assert.Equal(EvmError.None, first.Error);
        Assert.False(frontier.World.GetAccount(first.ContractAddress!.Value).HasCode);
        Assert.True(frontier.World.GetAccount(first.ContractAddress.Value).Exists);

        var homestead = NewMachine(Fork.Homestead);
        var second = homestead.Execute(Legacy(null, data, gas: 100_000));
        Assert.Equal((EvmError.CodeStoreOutOfGas, 100_000UL), (second.Error, second.GasUsed));
        Assert.False(homestead.World.GetAccount(second.ContractAddress!.Value).Exists);
    }

    [Fact]
    public void Creation_over_a_contract_fails_and_takes_all_gas()
    {
        var machine = NewMachine(Fork.Shanghai);
        machine.With(ContractAddress.Of(Sender, 0), nonce: 1);

        var result = machine.Execute(Legacy(null, EvmCode.Deploying([1])));

        Assert.Equal((EvmError.ContractCollision, 1_000_000UL), (result.Error, result.GasUsed));
        Assert.Equal(1UL, machine.World.GetAccount(Sender).Nonce);
    }

    [Theory]
    [InlineData(Fork.Berlin, 2, 15_000)]
    [InlineData(Fork.London, 5, 4_800)]
    public void Refund_is_at_most_a_part_of_the_gas_used(Fork fork, int quotient, int perSlot)
    {
        var clearsTen = Enumerable.Range(0, 10).Aggregate(EvmCode.Start, (code, slot) => code.Push(0).Push(slot).Op(Opcode.SStore)).Bytes;
        var machine = NewMachine(fork).With(
            Receiver, code: clearsTen, storage: [.. Enumerable.Range(0, 10).Select(slot => ((UInt256)slot, UInt256.One))]);

        var result = machine.Execute(Legacy(Receiver));

        const ulong Spent = 21_000 + (10 * (6 + 2_100 + 2_900));
        var refund = Math.Min(Spent / (ulong)quotient, (ulong)perSlot * 10);
        Assert.Equal((Spent - refund, refund), (result.GasUsed, result.GasRefunded));
    }

    [Fact]
    public void Floor_price_of_data_is_charged_from_prague_on()
    {
        var data = Enumerable.Repeat((byte)1, 100).ToArray();

        Assert.Equal(21_000UL + 1_600, NewMachine(Fork.Cancun).Execute(Legacy(Receiver, data)).GasUsed);
        Assert.Equal(21_000UL + 4_000, NewMachine(Fork.Prague).Execute(Legacy(Receiver, data)).GasUsed);
    }

    [Fact]
    public void Reverted_transaction_keeps_fee_and_nonce_and_nothing_else()
    {
        var reverts = EvmCode.Start.Push(1).Push(0).Op(Opcode.SStore).Push(0).Push(0).Op(Opcode.Log0).Push(9).Push(0).Op(Opcode.MStore)
            .Push(32).Push(0).Op(Opcode.Revert).Bytes;
        var machine = NewMachine(Fork.Shanghai).With(Receiver, code: reverts);

        var result = machine.Execute(Legacy(Receiver, value: 7UL));

        Assert.Equal(EvmError.Reverted, result.Error);
        Assert.Equal(9UL, UInt256.FromBigEndian(result.Output.Span));
        Assert.Empty(result.Logs);
        Assert.Equal((default, default), (machine.World.GetAccount(Receiver).Balance, machine.Slot(Receiver, 0)));
        Assert.Equal(Wealth - ((UInt256)10UL * result.GasUsed), machine.World.GetAccount(Sender).Balance);
    }

    [Fact]
    public void Coinbase_is_warm_from_shanghai_on()
    {
        var code = EvmCode.Start.Op(Opcode.Coinbase, Opcode.Balance).Bytes;

        ulong GasOn(Fork fork) => NewMachine(fork).With(Receiver, code: code).Execute(Legacy(Receiver)).GasUsed - 21_000;

        Assert.Equal((2_602UL, 102UL), (GasOn(Fork.Paris), GasOn(Fork.Shanghai)));
    }

    [Fact]
    public void Access_list_costs_beforehand_and_warms()
    {
        var other = Address.FromNumber(0xacce);
        var code = EvmCode.Start.Push(other).Op(Opcode.Balance).Push(1).Op(Opcode.SLoad).Bytes;
        var machine = NewMachine(Fork.Berlin).With(Receiver, code: code);
        var transaction = (Legacy(Receiver) with
        {
            Type = TransactionType.AccessList,
            ChainId = 1337UL,
            AccessList = new[] { new AccessListEntry(other, default), new AccessListEntry(Receiver, new[] { UInt256.One }) },
        }).SignedBy(TestKeys.A);

        Assert.Equal(21_000UL + (2 * 2_400) + 1_900 + 3 + 100 + 3 + 100, machine.Execute(transaction).GasUsed);
    }

    [Fact]
    public void Opcode_44_answers_the_difficulty_as_long_as_there_is_one()
    {
        var code = EvmCode.Start.Op(Opcode.Difficulty).ReturnTop().Bytes;
        var mixHash = Hash256.Parse("0x" + new string('7', 64));

        Assert.Equal(2UL, new TestMachine(Fork.Osaka, block => block with { MixHash = mixHash }).RunForWord(code));
        Assert.Equal(mixHash.ToUInt256(), new TestMachine(Fork.Osaka, block => block with { MixHash = mixHash, Difficulty = default }).RunForWord(code));
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(999, 999)]
    [InlineData(744, 744)]
    [InlineData(743, 0)]
    [InlineData(1_001, 0)]
    public void Block_hash_knows_the_last_256_blocks(int number, int expected)
    {
        Assert.Equal((ulong)expected, new TestMachine(Fork.Osaka).RunForWord(EvmCode.Start.Push(number).Op(Opcode.BlockHash).ReturnTop().Bytes));
    }

    [Fact]
    public void Unsupported_precompile_stops_instead_of_answering()
    {
        var contract = new UnsupportedPrecompile("KZG point evaluation");

        Assert.Throws<UnsupportedPrecompileException>(() => contract.GasCost([]));
        Assert.Throws<UnsupportedPrecompileException>(() => contract.Run([], new ReturnData()));
    }
}
