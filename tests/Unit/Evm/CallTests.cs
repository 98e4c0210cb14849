using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

public sealed class CallTests
{
    private static readonly Address Other = Address.FromNumber(0x0123);

    /// <summary>Counts calls in slot 0 and calls itself with nearly all gas.</summary>
    private static byte[] Recursion(Opcode kind)
    {
        var code = EvmCode.Start
            .Push(0).Op(Opcode.SLoad).Push(1).Op(Opcode.Add).Push(0).Op(Opcode.SStore)
            .Push(0).Push(0).Push(0).Push(0);
        if (kind != Opcode.DelegateCall)
        {
            code.Push(0);
        }

        return code.Push(TestMachine.Contract).Push(100).Op(Opcode.Gas, Opcode.Sub, kind, Opcode.Pop).Bytes;
    }

    [Theory]
    [InlineData(Opcode.Call)]
    [InlineData(Opcode.CallCode)]
    [InlineData(Opcode.DelegateCall)]
    public void Calls_nest_1024_deep_on_a_small_thread_stack_and_no_deeper(Opcode kind)
    {
        UInt256 calls = default;
        EvmError error = default;
        var thread = new Thread(
            () =>
            {
                var machine = new TestMachine(Fork.Homestead); // before EIP-150, gas does not run out on the way down
                error = machine.Run(Recursion(kind), gas: 100_000_000).Error;
                calls = machine.Slot(TestMachine.Contract, 0);
            },
            maxStackSize: 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.Equal((EvmError.None, 1_025UL), (error, calls.Low64)); // depths 0 to 1024
    }

    [Fact]
    public void Creations_nest_1024_deep_and_no_deeper()
    {
        // Each init code deploys nothing and creates again, from its own code, as long as it can.
        var init = EvmCode.Start.Op(Opcode.CodeSize).Push(0).Push(0).Op(Opcode.CodeCopy, Opcode.CodeSize).Push(0).Push(0).Op(Opcode.Create).Op(Opcode.Stop);
        var machine = new TestMachine(Fork.Homestead);

        var result = machine.Run(init.Bytes, gas: 100_000_000);

        var depth = 0;
        var address = TestMachine.Contract;
        for (; machine.World.GetAccount(address).Exists; depth++)
        {
            address = ContractAddress.Of(address, 0);
        }

        Assert.Equal((EvmError.None, 1_025), (result.Error, depth));
    }

    [Fact]
    public void From_tangerine_whistle_on_a_64th_of_the_gas_stays_with_the_caller()
    {
        var callee = EvmCode.Start.Op(Opcode.Gas).Push(0).Op(Opcode.SStore).Bytes;
        var machine = new TestMachine(Fork.Berlin).With(Other, code: callee);

        machine.Run(EvmCode.Start.Call(Opcode.Call, Other, UInt256.MaxValue).Bytes, gas: 1_000_000);

        const long BeforeCall = 1_000_000 - (5 * 3) - (2 * 3) - 2_600;
        Assert.Equal(BeforeCall - (BeforeCall / 64) - 2, (long)machine.Slot(Other, 0).Low64);
    }

    [Fact]
    public void Before_tangerine_whistle_asking_for_more_gas_than_there_is_fails()
    {
        var code = EvmCode.Start.Call(Opcode.Call, Other, 1_000_000).Bytes;

        Assert.Equal(EvmError.OutOfGas, new TestMachine(Fork.Homestead).With(Other).Run(code, gas: 1_000_000).Error);
        Assert.Equal(EvmError.None, new TestMachine(Fork.TangerineWhistle).With(Other).Run(code, gas: 1_000_000).Error);
    }

    [Fact]
    public void Value_brings_a_stipend_and_a_call_beyond_the_balance_gives_all_gas_back()
    {
        var machine = new TestMachine(Fork.Berlin).With(Other, balance: 1UL);
        machine.With(TestMachine.Contract, balance: 5UL);
        var code = EvmCode.Start.Call(Opcode.Call, Other, 0, value: 9).Push(0).Op(Opcode.SStore, Opcode.Stop).Bytes;

        var result = machine.Run(code);

        const long Expected = (7 * 3) + 2_600 + 9_000 - 2_300 + 3 + 2_200; // the slot stays 0
        Assert.Equal(TestMachine.PlentyOfGas - Expected, result.GasLeft);
        Assert.Equal(1UL, machine.World.GetAccount(Other).Balance);
    }

    [Fact]
    public void Return_data_is_that_of_the_last_call_and_stays_when_memory_is_overwritten()
    {
        var callee = EvmCode.Start.Push(UInt256.MaxValue).Push(0).Op(Opcode.MStore).Push(40).Push(0).Op(Opcode.Return).Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, code: callee);
        var code = EvmCode.Start
            .Call(Opcode.StaticCall, Other, 100_000).Op(Opcode.Pop)
            .Push(1).Push(0).Op(Opcode.MStore).Push(1).Push(4096).Op(Opcode.MStore)     // moves and fills memory
            .Push(32).Push(8).Push(0).Op(Opcode.ReturnDataCopy)                         // 24 bytes of ones, 8 zeros
            .Push(0).Op(Opcode.MLoad, Opcode.ReturnDataSize, Opcode.Add).ReturnTop();

        Assert.Equal((UInt256.MaxValue << 64) + 40UL, machine.RunForWord(code.Bytes));
    }

    [Fact]
    public void Return_data_beyond_its_end_is_a_failure_even_for_nothing()
    {
        var code = EvmCode.Start.Push(0).Push(1).Push(0).Op(Opcode.ReturnDataCopy).Bytes;

        Assert.Equal(EvmError.ReturnDataOutOfBounds, new TestMachine(Fork.Osaka).Run(code).Error);
    }

    [Fact]
    public void Output_is_cut_to_what_the_caller_asked_for_and_the_rest_of_its_memory_is_left()
    {
        var callee = EvmCode.Start.Push(UInt256.MaxValue).Push(0).Op(Opcode.MStore).Push(2).Push(0).Op(Opcode.Return).Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, code: callee);
        var code = EvmCode.Start
            .Push(8).Push(0).Push(0).Push(0).Push(Other).Push(100_000).Op(Opcode.StaticCall, Opcode.Pop)
            .Push(0).Op(Opcode.MLoad).ReturnTop();

        Assert.Equal(UInt256.MaxValue << 240, machine.RunForWord(code.Bytes));
    }

    [Fact]
    public void Revert_gives_its_reason_and_the_gas_back_and_undoes_the_state()
    {
        var callee = EvmCode.Start.Push(7).Push(0).Op(Opcode.SStore).Push(7).Push(0).Op(Opcode.MStore).Push(32).Push(0).Op(Opcode.Revert).Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, code: callee);

        var code = EvmCode.Start.Call(Opcode.Call, Other, 100_000).Op(Opcode.ReturnDataSize).Push(0).Push(0).Op(Opcode.ReturnDataCopy)
            .Push(0).Op(Opcode.MLoad, Opcode.Add).ReturnTop();

        Assert.Equal(7UL, machine.RunForWord(code.Bytes)); // success 0 + reason 7
        Assert.Equal(0UL, machine.Slot(Other, 0));
        Assert.Equal(0, machine.World.Refund);
    }

    [Theory]
    [InlineData(Opcode.SStore, 2)]
    [InlineData(Opcode.TStore, 2)]
    [InlineData(Opcode.Log0, 2)]
    [InlineData(Opcode.Log4, 6)]
    [InlineData(Opcode.Create, 3)]
    [InlineData(Opcode.Create2, 4)]
    [InlineData(Opcode.SelfDestruct, 1)]
    public void Static_call_may_not_change_anything(Opcode opcode, int operands)
    {
        var callee = EvmCode.Start.Op([.. Enumerable.Repeat(Opcode.Push0, operands)]).Op(opcode).Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, code: callee);

        Assert.Equal(0UL, machine.RunForWord(EvmCode.Start.Call(Opcode.StaticCall, Other, 100_000).ReturnTop().Bytes));
        Assert.Equal(1UL, machine.RunForWord(EvmCode.Start.Call(Opcode.Call, Other, 100_000).ReturnTop().Bytes));
    }

    [Fact]
    public void Static_call_may_not_send_value_but_callcode_inside_it_may_name_one()
    {
        var sends = EvmCode.Start.Call(Opcode.Call, Address.FromNumber(0x99), 0, value: 1).ReturnTop().Bytes;
        var names = EvmCode.Start.Call(Opcode.CallCode, Address.FromNumber(0x99), 0, value: 1).ReturnTop().Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, balance: 5UL, code: sends);

        Assert.Equal(0UL, machine.RunForWord(EvmCode.Start.Call(Opcode.StaticCall, Other, 100_000).ReturnTop().Bytes));
        machine.With(Other, code: names);
        Assert.Equal(1UL, machine.RunForWord(EvmCode.Start.Call(Opcode.StaticCall, Other, 100_000).ReturnTop().Bytes));
    }

    [Fact]
    public void Delegate_call_keeps_caller_value_and_storage_of_the_calling_contract()
    {
        var callee = EvmCode.Start.Op(Opcode.Caller).Push(0).Op(Opcode.SStore, Opcode.CallValue).Push(1).Op(Opcode.SStore, Opcode.Address).Push(2)
            .Op(Opcode.SStore).Bytes;
        var machine = new TestMachine(Fork.Osaka).With(Other, code: callee).With(TestMachine.Caller, balance: 100UL);

        var result = machine.Run(EvmCode.Start.Call(Opcode.DelegateCall, Other, 1_000_000).Bytes, value: 3UL);

        Assert.Equal(EvmError.None, result.Error);
        Assert.Equal(TestMachine.Caller.ToWord(), machine.Slot(TestMachine.Contract, 0));
        Assert.Equal(3UL, machine.Slot(TestMachine.Contract, 1));
        Assert.Equal(TestMachine.Contract.ToWord(), machine.Slot(TestMachine.Contract, 2));
    }
}
