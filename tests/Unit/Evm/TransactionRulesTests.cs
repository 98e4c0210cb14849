using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Evm;

/// <summary>Every reason for which a transaction is refused, and what is just not refused.</summary>
public sealed class TransactionRulesTests
{
    private static readonly Address Sender = TestKeys.A.Address;
    private static readonly Transaction Good = A.Transaction with { GasLimit = 100_000, MaxFeePerGas = 10UL, MaxPriorityFeePerGas = 1UL };

    private static readonly Authorization Authorization = new(1337UL, Address.FromNumber(0xde1e), 0, default);

    /// <summary>Name, error, transaction, fork.</summary>
    private static IEnumerable<(TransactionError Error, Transaction Transaction, Fork Fork)> Cases()
    {
        var setCode = Good with { Type = TransactionType.SetCode, AuthorizationList = new[] { Authorization } };
        var blob = Good with { Type = TransactionType.Blob, MaxFeePerBlobGas = 1UL, BlobVersionedHashes = new[] { BlobHash(1) } };
        yield return (TransactionError.None, Good, Fork.London);
        yield return (TransactionError.None, setCode, Fork.Prague);
        yield return (TransactionError.TypeNotActive, Good, Fork.Berlin);
        yield return (TransactionError.TypeNotActive, Good with { Type = TransactionType.AccessList }, Fork.Istanbul);
        yield return (TransactionError.TypeNotActive, setCode, Fork.Cancun);
        yield return (TransactionError.TypeNotActive, blob, Fork.Shanghai);
        yield return (TransactionError.BlobsNotSupported, blob, Fork.Cancun);
        yield return (TransactionError.InvalidChainId, Good with { ChainId = 1UL }, Fork.London);
        yield return (TransactionError.InvalidChainId, A.LegacyTransaction, Fork.Homestead);
        yield return (TransactionError.NonceOverflow, Good with { Nonce = ulong.MaxValue }, Fork.London);
        yield return (TransactionError.GasLimitAboveCap, Good with { GasLimit = (1 << 24) + 1 }, Fork.Osaka);
        yield return (TransactionError.None, Good with { GasLimit = 1 << 24 }, Fork.Osaka);
        yield return (TransactionError.None, Good with { GasLimit = (1 << 24) + 1 }, Fork.Prague);
        yield return (TransactionError.IntrinsicGasTooLow, Good with { GasLimit = 20_999 }, Fork.London);
        yield return (TransactionError.FloorGasTooLow, Good with { GasLimit = 21_000 + (40 * 10) - 1, Data = Ones(10) }, Fork.Prague);
        yield return (TransactionError.None, Good with { GasLimit = 21_000 + (40 * 10), Data = Ones(10) }, Fork.Prague);
        yield return (TransactionError.InitCodeTooLarge, Creation(49_153), Fork.Shanghai);
        yield return (TransactionError.None, Creation(49_152), Fork.Shanghai);
        yield return (TransactionError.None, Creation(49_153), Fork.Paris);
        yield return (TransactionError.TipAboveFeeCap, Good with { MaxPriorityFeePerGas = 11UL }, Fork.London);
        yield return (TransactionError.EmptyAuthorizationList, setCode with { AuthorizationList = default }, Fork.Prague);
        yield return (TransactionError.CreationNotAllowed, setCode with { To = null }, Fork.Prague);
        yield return (TransactionError.GasLimitAboveBlock, Good with { GasLimit = 30_000_001 }, Fork.London);
        yield return (TransactionError.FeeCapBelowBaseFee, Good with { MaxFeePerGas = 6UL }, Fork.London);
        yield return (TransactionError.NonceTooLow, Good with { Nonce = 4 }, Fork.London);
        yield return (TransactionError.NonceTooHigh, Good with { Nonce = 6 }, Fork.London);
        yield return (TransactionError.InsufficientFunds, Good with { Value = UInt256.MaxValue }, Fork.London);
        yield return (TransactionError.InsufficientFunds, Good with { Value = (UInt256.One << 100) - 999_999UL }, Fork.London);
        yield return (TransactionError.None, Good with { Value = (UInt256.One << 100) - 1_000_000UL }, Fork.London);
    }

    private static Hash256 BlobHash(byte version) => new([version, .. new byte[31]]);

    private static byte[] Ones(int length) => [.. Enumerable.Repeat((byte)1, length)];

    private static Transaction Creation(int length) => Good with { To = null, Data = new byte[length], GasLimit = 5_000_000 };

    [Fact]
    public void Each_rule_has_its_verdict()
    {
        foreach (var (error, transaction, fork) in Cases())
        {
            var machine = new TestMachine(fork).With(Sender, balance: UInt256.One << 100, nonce: 5);
            var signed = (transaction.Nonce == 0 ? transaction with { Nonce = 5 } : transaction).SignedBy(TestKeys.A);

            var verdict = new TransactionExecutor(machine.World, machine.Block).Execute(signed, machine.Block.GasLimit, out var result);

            Assert.Equal((error, fork), (verdict.Error, fork));
            Assert.Equal(error == TransactionError.None, result is not null);
            Assert.Equal(error == TransactionError.None ? 6UL : 5UL, machine.World.GetAccount(Sender).Nonce);
        }
    }

    [Fact]
    public void Every_error_is_provoked_by_a_test()
    {
        TransactionError[] elsewhere =
        [
            TransactionError.InvalidSignature, TransactionError.InvalidBlobs, TransactionError.BlobFeeCapBelowBaseFee, TransactionError.SenderHasCode,
        ];

        Assert.Equal(Enum.GetValues<TransactionError>(), Cases().Select(c => c.Error).Concat(elsewhere).Distinct().Order());
    }

    [Fact]
    public void Signature_with_a_high_s_is_refused_from_homestead_on()
    {
        var transaction = (A.LegacyTransaction with { ChainId = null, Nonce = 5 }).SignedBy(TestKeys.A);
        var order = Secp256k1.HalfOrder + Secp256k1.HalfOrder + UInt256.One;
        var signature = transaction.Signature;
        var flipped = transaction with { Signature = new Signature(signature.R, order - signature.S, (byte)(1 - signature.YParity)) };

        Assert.Equal(TransactionError.None, TransactionRules.Check(flipped, ForkRules.Of(Fork.Frontier), 1337UL).Error);
        Assert.Equal(TransactionError.InvalidSignature, TransactionRules.Check(flipped, ForkRules.Of(Fork.Homestead), 1337UL).Error);
        Assert.Equal(
            TransactionError.InvalidSignature,
            TransactionRules.Check(transaction with { Signature = default }, ForkRules.Of(Fork.Homestead), 1337UL).Error);
    }

    [Fact]
    public void Blob_transaction_is_checked_where_blobs_are_allowed()
    {
        var blob = Good with { Type = TransactionType.Blob, MaxFeePerBlobGas = 1UL, BlobVersionedHashes = new[] { BlobHash(1) }, Nonce = 5 };
        var block = new TestMachine(Fork.Osaka, context => context with { MaxBlobs = 9, BlobBaseFee = 2UL });
        block.With(Sender, balance: UInt256.One << 100, nonce: 5);

        TransactionError Check(Transaction transaction) =>
            new TransactionExecutor(block.World, block.Block).Execute(transaction.SignedBy(TestKeys.A), block.Block.GasLimit, out _).Error;

        Assert.Equal(TransactionError.BlobFeeCapBelowBaseFee, Check(blob));
        Assert.Equal(TransactionError.InvalidBlobs, Check(blob with { BlobVersionedHashes = default }));
        Assert.Equal(TransactionError.InvalidBlobs, Check(blob with { BlobVersionedHashes = new[] { BlobHash(2) } }));
        Assert.Equal(TransactionError.InvalidBlobs, Check(blob with { BlobVersionedHashes = Enumerable.Repeat(BlobHash(1), 7).ToArray() }));
        Assert.Equal(TransactionError.None, Check(blob with { MaxFeePerBlobGas = 2UL }));
    }

    [Fact]
    public void Contract_may_not_send_but_a_delegated_account_may()
    {
        var transaction = (Good with { Nonce = 5 }).SignedBy(TestKeys.A);
        byte[] delegation = [0xef, 1, 0, .. Address.FromNumber(1).ToArray()];

        TransactionError Check(Fork fork, byte[] code)
        {
            var machine = new TestMachine(fork).With(Sender, balance: UInt256.One << 100, code: code, nonce: 5);
            return new TransactionExecutor(machine.World, machine.Block).Execute(transaction, machine.Block.GasLimit, out _).Error;
        }

        Assert.Equal(TransactionError.SenderHasCode, Check(Fork.Prague, [1]));
        Assert.Equal(TransactionError.SenderHasCode, Check(Fork.Cancun, delegation));
        Assert.Equal(TransactionError.None, Check(Fork.Prague, delegation));
    }

    [Fact]
    public void Errors_have_stable_texts()
    {
        Assert.Equal("transaction.nonce_too_low", TransactionError.NonceTooLow.Text());
        Assert.Equal("transaction.fee_cap_below_base_fee: x", new TransactionVerdict(TransactionError.FeeCapBelowBaseFee, "x").ToString());
        Assert.Equal(Enum.GetValues<TransactionError>().Length, Enum.GetValues<TransactionError>().Select(error => error.Text()).Distinct().Count());
    }
}
