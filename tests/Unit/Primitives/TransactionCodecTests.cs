using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class TransactionCodecTests
{
    [Fact]
    public void Legacy_transactions_of_ethers_are_rebuilt_and_signed_to_the_byte()
    {
        var vectors = Vectors.Json("crypto-accounts.tar.gz", "accounts/ethers/transactions.json.gz").EnumerateArray().ToList();
        var beyond64Bits = vectors.RemoveAll(HasGasLimitBeyond64Bits);
        foreach (var vector in vectors)
        {
            using var key = new PrivateKey(Hex.Decode(vector.GetProperty("privateKey").GetString()));
            foreach (var suffix in new[] { "", "ChainId5" })
            {
                var signed = Hex.Decode(vector.GetProperty("signedTransaction" + suffix).GetString());
                var unsigned = Hex.Decode(vector.GetProperty("unsignedTransaction" + suffix).GetString());
                var transaction = Transaction.Decode(signed);

                Assert.Equal(suffix.Length == 0 ? null : (UInt256?)5UL, transaction.ChainId);
                Assert.Equal(Keccak256.Hash(unsigned), transaction.SigningHash());
                Assert.True(transaction.TryGetSender(out var sender));
                Assert.Equal(vector.GetProperty("accountAddress").GetString(), sender.ToString(), ignoreCase: true);
                Assert.Equal(signed, (transaction with { Signature = default }).SignedBy(key).Encoded.ToArray());
                Assert.Equal(signed, (transaction with { }).Encoded.ToArray());
            }
        }

        Assert.Equal(1_067, vectors.Count + beyond64Bits);
        Assert.True(beyond64Bits < 200, $"{beyond64Bits} refused");
    }

    [Fact]
    public void Typed_transactions_of_ethers_are_rebuilt_and_signed_to_the_byte()
    {
        var vectors = Vectors.Json("crypto-accounts.tar.gz", "accounts/ethers/typed-transactions.json.gz").EnumerateArray().ToList();
        foreach (var vector in vectors)
        {
            using var key = new PrivateKey(Hex.Decode(vector.GetProperty("key").GetString()));
            var signed = Hex.Decode(vector.GetProperty("signed").GetString());
            var decoded = Transaction.Decode(signed);
            var built = Build(vector.GetProperty("tx")).SignedBy(key);

            Assert.Equal(signed, built.Encoded.ToArray());
            Assert.Equal(signed, (decoded with { }).Encoded.ToArray());
            Assert.Equal(Keccak256.Hash(Hex.Decode(vector.GetProperty("unsigned").GetString())), decoded.SigningHash());
            Assert.True(decoded.TryGetSender(out var sender));
            Assert.Equal(vector.GetProperty("address").GetString(), sender.ToString(), ignoreCase: true);
        }

        Assert.Equal(1_792, vectors.Count);
    }

    [Fact]
    public void The_official_legacy_test_is_signed_to_the_byte()
    {
        foreach (var vector in Vectors.Json("basic.tar.gz", "basic/BasicTests/txtest.json").EnumerateArray())
        {
            using var key = new PrivateKey(Hex.Decode(vector.GetProperty("key").GetString()));
            var to = vector.GetProperty("to").GetString()!;
            var transaction = new Transaction
            {
                Nonce = vector.GetProperty("nonce").GetUInt64(),
                GasPrice = vector.GetProperty("gasprice").GetUInt64(),
                GasLimit = vector.GetProperty("startgas").GetUInt64(),
                To = to.Length == 0 ? null : Address.Parse(to),
                Value = vector.GetProperty("value").GetUInt64(),
                Data = Hex.Decode(vector.GetProperty("data").GetString()),
            }.SignedBy(key);

            Assert.True(transaction.TryGetSender(out var sender));
            Assert.Equal(key.Address, sender);
            Assert.Equal(transaction.Hash, Transaction.Decode(transaction.Encoded.Span).Hash);
        }
    }

    [Fact]
    public void All_types_go_there_and_back()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 1_000; i++)
        {
            var transaction = RandomTransaction(random).SignedBy(TestKeys.A);
            var decoded = Transaction.Decode(transaction.Encoded.Span);
            using var writer = new RlpWriter();
            transaction.Encode(writer);
            var reader = new RlpReader(writer.Written);

            Assert.Equal(transaction.Hash, decoded.Hash);
            Assert.Equal(transaction, Transaction.Decode(ref reader));
            Assert.Equal(transaction.Encoded.ToArray(), (decoded with { }).Encoded.ToArray());
            Assert.True(decoded.TryGetSender(out var sender));
            Assert.Equal(TestKeys.A.Address, sender);
            Assert.Equal((transaction.Type, transaction.ChainId, transaction.Nonce), (decoded.Type, decoded.ChainId, decoded.Nonce));
        }
    }

    [Fact]
    public void An_authorization_recovers_its_authority()
    {
        var random = new RandomValues(2);
        for (var i = 0; i < 100; i++)
        {
            var unsigned = new Authorization(random.UInt256(), random.Address(), random.UInt64(), default);
            var signed = unsigned with { Signature = TestKeys.B.Sign(unsigned.SigningHash()) };

            Assert.True(signed.TryRecoverAuthority(out var authority));
            Assert.Equal(TestKeys.B.Address, authority);
            var high = signed.Signature with { S = Secp256k1.Order - signed.Signature.S, YParity = (byte)(1 - signed.Signature.YParity) };
            Assert.False((signed with { Signature = high }).TryRecoverAuthority(out _));
            Assert.False((signed with { Signature = signed.Signature with { YParity = 2 } }).TryRecoverAuthority(out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("05c0")]
    [InlineData("7fc0")]
    [InlineData("80")]
    [InlineData("b8")]
    [InlineData("c0")]
    [InlineData("02c0")]
    public void Envelopes_of_no_known_form_are_refused(string hex)
    {
        Assert.Throws<RlpException>(() => Transaction.Decode(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(26)]
    [InlineData(29)]
    [InlineData(34)]
    public void A_legacy_v_outside_its_forms_is_refused(int v)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        for (var i = 0; i < 6; i++)
        {
            writer.Write([]);
        }

        writer.Write((ulong)v);
        writer.Write(1);
        writer.Write(1);
        writer.EndList(list);

        Assert.Contains("EIP-155", Assert.Throws<RlpException>(() => Transaction.Decode(writer.Written)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_transaction_is_read_so_that_it_can_be_refused_by_name()
    {
        var random = new RandomValues(3);
        var blob = RandomTransaction(random, TransactionType.Blob).SignedBy(TestKeys.A);

        Assert.Equal(TransactionType.Blob, Transaction.Decode(blob.Encoded.Span).Type);
    }

    [Fact]
    public void The_effective_price_is_capped_and_never_wraps()
    {
        var transaction = A.Transaction with { MaxFeePerGas = 100UL, MaxPriorityFeePerGas = 10UL };

        Assert.Equal(60UL, transaction.EffectiveGasPrice(50UL));
        Assert.Equal(100UL, transaction.EffectiveGasPrice(95UL));
        Assert.Equal(100UL, (transaction with { MaxPriorityFeePerGas = UInt256.MaxValue }).EffectiveGasPrice(1UL));
        Assert.Equal(2_000_000_000UL, A.LegacyTransaction.EffectiveGasPrice(7UL));
    }

    /// <summary>ethers made up gas limits that no client takes: they are refused in decoding.</summary>
    private static bool HasGasLimitBeyond64Bits(JsonElement vector)
    {
        var signed = Hex.Decode(vector.GetProperty("signedTransaction").GetString());
        var fields = new RlpReader(signed).ReadList();
        fields.Skip();
        fields.Skip();
        if (fields.ReadBytes().Length <= 8)
        {
            return false;
        }

        Assert.Throws<RlpException>(() => Transaction.Decode(signed));
        return true;
    }

    private static Transaction RandomTransaction(RandomValues random, TransactionType? type = null)
    {
        var chosen = type ?? (TransactionType)random.Next(5);
        var isTyped = chosen != TransactionType.Legacy;
        var transaction = new Transaction
        {
            Type = chosen,
            ChainId = isTyped || random.Bool() ? random.UInt256() >> 3 : null,
            Nonce = random.UInt64() >> random.Next(64),
            GasPrice = random.UInt256(),
            GasLimit = random.UInt64() >> random.Next(64),
            To = chosen is TransactionType.Blob or TransactionType.SetCode || random.Bool() ? random.Address() : null,
            Value = random.UInt256(),
            Data = random.Bytes(random.Next(300)),
            AccessList = isTyped
                ? Enumerable.Range(0, random.Next(3)).Select(_ => new AccessListEntry(
                    random.Address(), Enumerable.Range(0, random.Next(4)).Select(_ => random.UInt256()).ToArray())).ToArray()
                : default,
        };
        return chosen switch
        {
            TransactionType.DynamicFee => transaction with { MaxPriorityFeePerGas = random.UInt256() },
            TransactionType.Blob => transaction with { MaxFeePerBlobGas = random.UInt256(), BlobVersionedHashes = new[] { random.Hash(), random.Hash() } },
            TransactionType.SetCode => transaction with
            {
                AuthorizationList = new[]
                {
                    new Authorization(random.UInt256(), random.Address(), random.UInt64(), new Signature(random.UInt256(), random.UInt256(), (byte)random.Next(256))),
                },
            },
            _ => transaction,
        };
    }

    private static Transaction Build(JsonElement tx)
    {
        var type = (TransactionType)tx.GetProperty("type").GetInt32();
        var price = Number(tx, "gasPrice");
        return new Transaction
        {
            Type = type,
            ChainId = Number(tx, "chainId"),
            Nonce = Number(tx, "nonce").Low64,
            MaxPriorityFeePerGas = type == TransactionType.AccessList ? price : Number(tx, "maxPriorityFeePerGas"),
            MaxFeePerGas = type == TransactionType.AccessList ? price : Number(tx, "maxFeePerGas"),
            GasLimit = Number(tx, "gasLimit").Low64,
            To = tx.TryGetProperty("to", out var to) ? Address.Parse(to.GetString()!) : null,
            Value = Number(tx, "value"),
            Data = tx.TryGetProperty("data", out var data) ? Hex.Decode(data.GetString()) : [],
            AccessList = tx.TryGetProperty("accessList", out var list)
                ? list.EnumerateArray().Select(entry => new AccessListEntry(
                    Address.Parse(entry.GetProperty("address").GetString()!),
                    entry.GetProperty("storageKeys").EnumerateArray().Select(key => UInt256.Parse(key.GetString()!)).ToArray())).ToArray()
                : default,
        };
    }

    private static UInt256 Number(JsonElement tx, string name) =>
        !tx.TryGetProperty(name, out var value) ? UInt256.Zero
        : value.ValueKind == JsonValueKind.Number ? value.GetUInt64()
        : UInt256.Parse(value.GetString()!);
}
