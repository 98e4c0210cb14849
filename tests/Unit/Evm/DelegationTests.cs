using PoaSidechain.Evm;
using PoaSidechain.Evm.Instructions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>EIP-7702.</summary>
public sealed class DelegationTests
{
    private static readonly Address Delegate = Address.FromNumber(0xde1e);
    private static readonly PrivateKey Authority = TestKeys.B;

    private static TestMachine NewMachine() => new TestMachine(Fork.Prague)
        .With(TestKeys.A.Address, balance: UInt256.One << 80)
        .With(Delegate, code: EvmCode.Start.Op(Opcode.Address).Push(0).Op(Opcode.SStore).Bytes);

    private static Authorization Sign(PrivateKey key, UInt256 chainId, Address target, ulong nonce)
    {
        var unsigned = new Authorization(chainId, target, nonce, default);
        return unsigned with { Signature = key.Sign(unsigned.SigningHash()) };
    }

    private static Transaction SetCode(Address to, ulong nonce, params Authorization[] authorizations) => new Transaction
    {
        Type = TransactionType.SetCode,
        ChainId = 1337UL,
        Nonce = nonce,
        MaxFeePerGas = 10UL,
        GasLimit = 500_000,
        To = to,
        AuthorizationList = authorizations,
    }.SignedBy(TestKeys.A);

    [Fact]
    public void Delegated_account_runs_the_other_code_as_itself()
    {
        var machine = NewMachine();

        var result = machine.Execute(SetCode(Authority.Address, 0, Sign(Authority, 1337UL, Delegate, 0)));

        Assert.Equal(EvmError.None, result.Error);
        Assert.Equal(Authority.Address.ToWord(), machine.Slot(Authority.Address, 0));
        Assert.Equal(default, machine.Slot(Delegate, 0));
        var account = machine.World.GetAccount(Authority.Address);
        Assert.Equal(1UL, account.Nonce);
        Assert.True(machine.World.GetCode(account).TryGetDelegation(out var target));
        Assert.Equal(Delegate, target);
    }

    [Fact]
    public void Delegation_to_the_zero_address_takes_it_back()
    {
        var machine = NewMachine();
        machine.Execute(SetCode(Delegate, 0, Sign(Authority, 0UL, Delegate, 0)));

        machine.Execute(SetCode(Delegate, 1, Sign(Authority, 1337UL, default, 1)));

        Assert.False(machine.World.GetAccount(Authority.Address).HasCode);
        Assert.Equal(2UL, machine.World.GetAccount(Authority.Address).Nonce);
    }

    [Fact]
    public void Bad_authorizations_are_passed_over_but_paid()
    {
        var machine = NewMachine();
        machine.With(TestKeys.C.Address, code: [1]);

        var result = machine.Execute(SetCode(
            Address.FromNumber(0x1111),
            0,
            Sign(Authority, 1UL, Delegate, 0),                          // another chain
            Sign(Authority, 1337UL, Delegate, 1),                       // another nonce
            Sign(TestKeys.C, 1337UL, Delegate, 0),                      // a contract
            new Authorization(1337UL, Delegate, 0, default)));          // no signature

        Assert.Equal(21_000UL + (4 * 25_000), result.GasUsed);
        Assert.False(machine.World.GetAccount(Authority.Address).Exists);
        Assert.Equal([1], machine.World.GetCode(machine.World.GetAccount(TestKeys.C.Address)).Bytes.ToArray());
    }

    [Fact]
    public void Existing_authority_gives_half_of_its_price_back()
    {
        var machine = NewMachine().With(Authority.Address, balance: 1UL);

        var result = machine.Execute(SetCode(Address.FromNumber(0x1111), 0, Sign(Authority, 1337UL, Delegate, 0)));

        Assert.Equal((21_000UL + 25_000 - 9_200, 9_200UL), (result.GasUsed, result.GasRefunded)); // 12,500 but for the limit of a fifth
    }

    [Fact]
    public void Delegation_stays_when_the_transaction_fails()
    {
        var machine = NewMachine().With(Delegate, code: [(byte)Opcode.Invalid]);

        var result = machine.Execute(SetCode(Authority.Address, 0, Sign(Authority, 1337UL, Delegate, 0)));

        Assert.Equal(EvmError.InvalidOpcode, result.Error);
        Assert.True(machine.World.GetAccount(Authority.Address).HasCode);
    }

    [Fact]
    public void Code_of_a_delegated_account_is_the_designator_to_those_who_ask()
    {
        var machine = NewMachine();
        machine.Execute(SetCode(Delegate, 0, Sign(Authority, 1337UL, Delegate, 0)));

        Assert.Equal(23UL, machine.RunForWord(EvmCode.Start.Push(Authority.Address).Op(Opcode.ExtCodeSize).ReturnTop().Bytes));
        Assert.Equal(
            Keccak256.Hash([0xef, 1, 0, .. Delegate.ToArray()]).ToUInt256(),
            machine.RunForWord(EvmCode.Start.Push(Authority.Address).Op(Opcode.ExtCodeHash).ReturnTop().Bytes));
    }

    [Fact]
    public void Call_pays_for_both_accounts_and_delegation_to_a_precompile_runs_nothing()
    {
        var machine = NewMachine();
        machine.Execute(SetCode(Delegate, 0, Sign(Authority, 1337UL, Address.FromNumber(4), 0), Sign(TestKeys.C, 1337UL, Delegate, 0)));

        var toPrecompile = machine.GasUsed(EvmCode.Start.Call(Opcode.StaticCall, Authority.Address, 0).Bytes);
        var toContract = machine.GasUsed(EvmCode.Start.Call(Opcode.DelegateCall, TestKeys.C.Address, 0).Bytes);

        Assert.Equal(18 + 2_600 + 100, toPrecompile);
        Assert.Equal(18 + 2_600 + 2_600, toContract);
    }
}
