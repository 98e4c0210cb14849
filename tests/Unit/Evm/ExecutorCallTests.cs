using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>Calls that are no transactions: eth_call's, and the protocol's own.</summary>
public sealed class ExecutorCallTests
{
    private static readonly Address Target = Address.FromNumber(0x7a);

    private static TransactionVerdict Call(TestMachine machine, Transaction transaction, out TransactionResult? result) =>
        new TransactionExecutor(machine.World, machine.Block with { BaseFeePerGas = default }).Call(transaction, out result);

    [Fact]
    public void Call_needs_no_signature_no_nonce_and_no_fee_and_tells_the_sender()
    {
        var machine = new TestMachine(Fork.Osaka).With(Target, code: EvmCode.Start.Op(Opcode.Caller).ReturnTop().Bytes);
        var transaction = new Transaction { Nonce = 77, GasLimit = 50_000_000, To = Target }; // above EIP-7825's cap

        var asNobody = Call(machine, transaction, out var first);
        var asContract = Call(machine, transaction.AsIfSentBy(Target), out var second);

        Assert.Equal((TransactionError.None, TransactionError.None), (asNobody.Error, asContract.Error));
        Assert.Equal((default, Target.ToWord()), (UInt256.FromBigEndian(first!.Output.Span), UInt256.FromBigEndian(second!.Output.Span)));
    }

    [Fact]
    public void Call_answers_the_reason_of_a_revert()
    {
        var machine = new TestMachine(Fork.Osaka).With(Target, code: EvmCode.Start.Push(5).Push(0).Op(Opcode.MStore).Push(32).Push(0).Op(Opcode.Revert).Bytes);

        var verdict = Call(machine, new Transaction { GasLimit = 100_000, To = Target }, out var result);

        Assert.True(verdict.IsValid);
        Assert.Equal((EvmError.Reverted, 5UL), (result!.Error, UInt256.FromBigEndian(result.Output.Span).Low64));
    }

    [Fact]
    public void Call_cannot_send_what_the_sender_has_not()
    {
        var machine = new TestMachine(Fork.Osaka);

        Assert.Equal(TransactionError.InsufficientFunds, Call(machine, new Transaction { GasLimit = 100_000, To = Target, Value = 1UL }, out _).Error);
        Assert.Equal(TransactionError.IntrinsicGasTooLow, Call(machine, new Transaction { GasLimit = 20_000, To = Target }, out _).Error);
        Assert.Equal(TransactionError.GasLimitAboveBlock, Call(machine, new Transaction { GasLimit = ulong.MaxValue, To = Target }, out _).Error);
    }

    [Fact]
    public void System_call_runs_as_the_system_address_and_leaves_no_account_of_it()
    {
        var machine = new TestMachine(Fork.Cancun).With(
            Target, code: EvmCode.Start.Op(Opcode.Caller).Push(0).Op(Opcode.SStore).Push(0).Op(Opcode.CallDataLoad).Push(1).Op(Opcode.SStore, Opcode.Gas).ReturnTop().Bytes);
        var executor = new TransactionExecutor(machine.World, machine.Block);

        var error = executor.SystemCall(Target, ((UInt256)9UL).ToHash256().ToArray(), out var output);

        Assert.Equal(EvmError.None, error);
        Assert.Equal(TransactionExecutor.SystemAddress.ToWord(), machine.Slot(Target, 0));
        Assert.Equal(9UL, machine.Slot(Target, 1));
        Assert.False(machine.World.GetAccount(TransactionExecutor.SystemAddress).Exists);
        Assert.InRange(UInt256.FromBigEndian(output.Span).Low64, 29_900_000UL, 30_000_000UL);
    }

    [Fact]
    public void System_call_to_an_account_without_code_does_nothing()
    {
        var machine = new TestMachine(Fork.Cancun);

        Assert.Equal(EvmError.None, new TransactionExecutor(machine.World, machine.Block).SystemCall(Target, default, out var output));
        Assert.True(output.IsEmpty);
        Assert.False(machine.World.GetAccount(Target).Exists);
    }
}
