using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives;

public sealed class ReceiptCodecTests
{
    [Fact]
    public void Receipts_go_there_and_back_in_every_form()
    {
        var random = new RandomValues(1);
        for (var i = 0; i < 500; i++)
        {
            var receipt = RandomReceipt(random);
            using var message = new RlpWriter();
            receipt.Encode(message);
            using var stored = new RlpWriter();
            receipt.EncodeStored(stored);
            var reader = new RlpReader(message.Written);
            var storedReader = new RlpReader(stored.Written);

            Same(receipt, Receipt.Decode(ref reader));
            Same(receipt, Receipt.DecodeStored(ref storedReader));
            Assert.True(reader.IsAtEnd && storedReader.IsAtEnd);
        }
    }

    [Fact]
    public void A_typed_envelope_starts_with_its_type()
    {
        using var writer = new RlpWriter();
        var receipt = new Receipt { Type = TransactionType.DynamicFee, Succeeded = true, CumulativeGasUsed = 21_000, Logs = [] };
        receipt.EncodeEnvelope(writer);

        Assert.Equal(2, writer.Written[0]);
        Assert.Equal(0xf9, writer.Written[1]);
    }

    [Fact]
    public void A_copy_with_other_logs_has_another_bloom()
    {
        var receipt = new Receipt { Type = TransactionType.Legacy, CumulativeGasUsed = 1, Logs = [] };
        Assert.Equal(Bloom.Empty, receipt.Bloom);

        var log = new Log(Address.FromNumber(1), ReadOnlyMemory<Hash256>.Empty, ReadOnlyMemory<byte>.Empty);
        var copy = receipt with { Logs = [log] };

        Assert.Equal(Bloom.Of([log]), copy.Bloom);
        Assert.Equal(Bloom.Empty, receipt.Bloom);
    }

    [Theory]
    [InlineData("80")] // no type byte
    [InlineData("8200c0")] // legacy in an envelope
    [InlineData("8205c0")] // unknown type
    [InlineData("c402808080")] // status 2
    public void Malformed_receipts_are_refused(string hex)
    {
        Assert.Throws<RlpException>(() =>
        {
            var reader = new RlpReader(Convert.FromHexString(hex));
            Receipt.Decode(ref reader);
        });
    }

    private static Receipt RandomReceipt(RandomValues random) => new()
    {
        Type = (TransactionType)random.Next(5),
        PostState = random.Next(4) == 0 ? random.Hash() : null,
        Succeeded = random.Bool(),
        CumulativeGasUsed = random.UInt64() >> random.Next(64),
        Logs = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Log(
            random.Address(), Enumerable.Range(0, random.Next(5)).Select(_ => random.Hash()).ToArray(), random.Bytes(random.Next(100))))],
    };

    private static void Same(Receipt expected, Receipt actual)
    {
        Assert.Equal((expected.Type, expected.PostState, expected.CumulativeGasUsed), (actual.Type, actual.PostState, actual.CumulativeGasUsed));
        Assert.Equal(expected.PostState is null && expected.Succeeded, actual.Succeeded);
        Assert.Equal(expected.Bloom, actual.Bloom);
        Assert.Equal(expected.Logs.Length, actual.Logs.Length);
        foreach (var (one, other) in expected.Logs.Zip(actual.Logs))
        {
            Assert.Equal(one.Address, other.Address);
            Assert.Equal(one.Topics.ToArray(), other.Topics.ToArray());
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
        }
    }
}
