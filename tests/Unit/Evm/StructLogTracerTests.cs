using PoaSidechain.Evm.Instructions;
using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class StructLogTracerTests
{
    private static readonly Address Other = Address.FromNumber(0x0123);

    private static IReadOnlyList<StructLog> Trace(byte[] code, StructLogOptions? options = null, long gas = TestMachine.PlentyOfGas, byte[]? callee = null)
    {
        var tracer = new StructLogTracer(options ?? new StructLogOptions());
        new TestMachine(Fork.Berlin).With(Other, balance: 1UL, code: callee).Run(code, ref tracer, gas: gas);
        return tracer.Logs;
    }

    [Fact]
    public void Each_instruction_is_recorded_with_the_machine_before_it()
    {
        var logs = Trace(EvmCode.Start.Push(7).Push(64).Op(Opcode.MStore, Opcode.MSize, Opcode.Stop).Bytes, new StructLogOptions(EnableMemory: true));

        Assert.Equal([0, 2, 4, 5, 6], logs.Select(log => log.Pc));
        Assert.Equal([3L, 3, 3 + 9, 2, 0], logs.Select(log => log.GasCost));
        Assert.Equal([10_000_000L, 9_999_997, 9_999_994, 9_999_982, 9_999_980], logs.Select(log => log.Gas));
        Assert.Equal([0, 0, 0, 96, 96], logs.Select(log => log.Memory!.Value.Length));
        Assert.Equal([7UL, 64UL], logs[2].Stack!);
        Assert.All(logs, log => Assert.Equal((1, (string?)null), (log.Depth, log.Error)));
    }

    [Fact]
    public void Call_costs_what_it_hands_on_and_a_creation_does_not()
    {
        var callee = EvmCode.Start.Push(1).Op(Opcode.Pop).Bytes;

        var call = Trace(EvmCode.Start.Call(Opcode.Call, Other, 50_000, value: 0).Op(Opcode.Stop).Bytes, callee: callee);
        var creation = Trace(EvmCode.Start.Push(0).Push(0).Push(0).Op(Opcode.Create, Opcode.Stop).Bytes);

        Assert.Equal(2_600 + 50_000, call.Single(log => log.Opcode == Opcode.Call).GasCost);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1], call.Select(log => log.Depth));
        Assert.Equal(32_000, creation.Single(log => log.Opcode == Opcode.Create).GasCost);
    }

    [Fact]
    public void Storage_is_shown_where_it_is_read_or_written()
    {
        var logs = Trace(EvmCode.Start.Push(5).Push(1).Op(Opcode.SStore).Push(2).Op(Opcode.SLoad).Bytes);

        Assert.Equal([new(1UL, 5UL)], logs.Single(log => log.Opcode == Opcode.SStore).Storage!);
        Assert.Equal([new(1UL, 5UL), new(2UL, 0UL)], logs.Single(log => log.Opcode == Opcode.SLoad).Storage!.OrderBy(slot => slot.Key));
        Assert.All(logs.Where(log => log.Opcode is Opcode.Push1 or Opcode.Stop), log => Assert.Null(log.Storage));
    }

    [Fact]
    public void Price_that_could_not_be_paid_is_shown_with_the_error()
    {
        var logs = Trace(EvmCode.Start.Push(1).Push(1).Op(Opcode.SStore).Bytes, gas: 20_000);

        Assert.Equal((22_100L, "out of gas"), (logs[^1].GasCost, logs[^1].Error));
    }

    [Fact]
    public void Missing_items_are_shown_with_the_fixed_price()
    {
        var logs = Trace([(byte)Opcode.Add]);

        Assert.Equal((3L, "stack underflow"), (logs[^1].GasCost, logs[^1].Error));
    }

    [Fact]
    public void Limit_ends_the_record_and_not_the_execution()
    {
        var logs = Trace(EvmCode.Start.Push(1).Push(2).Op(Opcode.Add, Opcode.Pop).Bytes, new StructLogOptions(Limit: 2));

        Assert.Equal([(0, 3L), (2, 3L)], logs.Select(log => (log.Pc, log.GasCost)));
    }
}
