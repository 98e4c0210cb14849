using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>Makes the transactions of a case: most may be executed, some must be refused.</summary>
internal sealed class TransactionGenerator(FuzzValues values, ProgramGenerator programs, BlockContext block, IReadOnlyList<FuzzAccount> accounts)
{
    private readonly PrecompileInputs _precompiles = new(values);
    private int _sent;

    /// <summary>A transaction of some user; of another user each time, so that refusals do not pile up.</summary>
    public Transaction Next()
    {
        var sender = FuzzWorld.Users[_sent++ % FuzzWorld.Users.Count];
        var fork = block.Rules.Fork;
        var type = values.Below(8) switch
        {
            1 or 2 when fork >= Fork.Berlin => TransactionType.AccessList,
            3 or 4 when fork >= Fork.London => TransactionType.DynamicFee,
            5 when fork >= Fork.Prague => TransactionType.SetCode,
            _ => TransactionType.Legacy,
        };
        var transaction = WithTarget(new Transaction
        {
            Type = type,
            ChainId = type == TransactionType.Legacy ? null : UInt256.One,
            Nonce = NonceOf(sender.Address) + (values.Percent(2) ? 1UL : 0),
            GasLimit = GasLimit(),
            MaxFeePerGas = 7 + values.Below(10),
            Value = values.Percent(70) ? 0 : values.Percent(95) ? values.Below(1000) : values.Number(),
            AccessList = type == TransactionType.Legacy ? default : AccessList(),
        });
        var tip = values.Percent(3) ? 100 : values.Below(8);
        transaction = transaction with
        {
            MaxFeePerGas = values.Percent(2) ? 3 : transaction.MaxFeePerGas,
            AuthorizationList = type == TransactionType.SetCode ? Authorizations() : default,
        };
        transaction = transaction with { MaxPriorityFeePerGas = transaction.HasFeeCaps ? tip : transaction.MaxFeePerGas };
        return transaction.AsIfSentBy(sender.Address);
    }

    private Transaction WithTarget(Transaction transaction)
    {
        switch (values.Below(20))
        {
            case < 3 when transaction.Type != TransactionType.SetCode:
                return transaction with { To = null, Data = programs.InitCode(0) };
            case < 5:
                var contract = values.Any(FuzzWorld.Precompiles);
                return transaction with { To = contract, Data = _precompiles.Next(contract) };
            case < 7:
                return transaction with { To = values.Any(FuzzWorld.All), Data = values.Bytes(values.Below(100)) };
            default:
                return transaction with { To = values.Any(FuzzWorld.Contracts), Data = values.Percent(50) ? values.Bytes(values.Below(100)) : default };
        }
    }

    private ulong NonceOf(Address user) => accounts.First(account => account.Address == user).Nonce;

    private ulong GasLimit() => (ulong)(values.Below(100) switch
    {
        < 5 => 20_000 + values.Below(40_000),
        < 60 => 60_000 + values.Below(100_000),
        < 98 => 100_000 + values.Below(400_000),
        98 => 2_000_000,
        _ => (1 << 24) + values.Below(2), // EIP-7825
    });

    private AccessListEntry[] AccessList() =>
    [
        .. Enumerable.Range(0, values.Below(3)).Select(_ => new AccessListEntry(
            values.Any(FuzzWorld.All), Enumerable.Range(0, values.Below(3)).Select(_ => (UInt256)values.Below(5)).ToArray())),
    ];

    private Authorization[] Authorizations() => [.. Enumerable.Range(0, values.Percent(3) ? 0 : 1 + values.Below(2)).Select(_ => MakeAuthorization())];

    private Authorization MakeAuthorization()
    {
        var authority = values.Any(FuzzWorld.Users);
        var unsigned = new Authorization(
            values.Percent(90) ? values.Below(2) : values.Number(),
            values.Percent(10) ? default : values.Any(FuzzWorld.All),
            values.Percent(2) ? ulong.MaxValue : NonceOf(authority.Address) + (ulong)values.Below(2),
            default);
        var signature = authority.Sign(unsigned.SigningHash());
        if (values.Percent(3))
        {
            signature = signature with { S = Secp256k1.Order - signature.S, YParity = (byte)(1 - signature.YParity) };
        }

        return unsigned with { Signature = signature };
    }
}
