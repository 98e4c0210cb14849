using PoaSidechain.Primitives;
using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.Storage;

public sealed class SchemaTests
{
    private static readonly Hash256 A = Hash256.Parse("0x" + new string('a', 64));
    private static readonly Hash256 B = Hash256.Parse("0x" + new string('b', 64));

    /// <summary>Keys of different things never meet: prefixes differ, and so do the places behind one prefix.</summary>
    [Fact]
    public void Keys_differ_and_fit_the_buffer()
    {
        var keys = All();

        Assert.Equal(keys.Count, keys.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 2, Schema.MaxKeyLength));
        Assert.Equal(keys.Count(key => key[0] != 'M') - 1, keys.Where(key => key[0] != 'M').Select(key => key[0]).Distinct().Count());
    }

    [Fact]
    public void Keys_are_laid_out_as_documented()
    {
        var buffer = new byte[Schema.MaxKeyLength];

        Assert.Equal("68" + "0000000000000102" + new string('a', 64), Text(Schema.Header(buffer, 0x102, A)));
        Assert.Equal("4e" + "ffffffffffffffff", Text(Schema.Canonical(buffer, ulong.MaxValue)));
        Assert.Equal("73" + new string('a', 64) + new string('b', 64), Text(Schema.Slot(buffer, A, B)));
        Assert.Equal("6f" + new string('a', 64) + "010f", Text(Schema.StorageNode(buffer, A, [1, 15])));
        Assert.Equal("53" + new string('a', 64) + new string('b', 64) + "0000000000000007", Text(Schema.SlotHistory(buffer, A, B, 7)));
        Assert.Equal("6c" + "02" + "00000000000000ff" + "0000000000000007", Text(Schema.LogIndex(buffer, 2, 0xff, 7)));
        Assert.Equal("70" + new string('0', 39) + "7", Text(Schema.Proposal(buffer, Address.FromNumber(7))));
    }

    private static List<byte[]> All()
    {
        var b = new byte[Schema.MaxKeyLength];
        return
        [
            Schema.VersionKey.ToArray(), Schema.StateHead.ToArray(), Schema.BlockHead.ToArray(), Schema.CheckpointPin.ToArray(),
            Schema.Genesis.ToArray(), [Schema.AccountNodePrefix, 1], Schema.Account(b, A).ToArray(), Schema.Slot(b, A, B).ToArray(),
            Schema.SlotsOf(b, A).ToArray(), Schema.Code(b, A).ToArray(), Schema.StorageNode(b, A, [1]).ToArray(),
            Schema.Changeset(b, 1, A).ToArray(), Schema.AccountHistory(b, A, 1).ToArray(), Schema.SlotHistory(b, A, B, 1).ToArray(),
            Schema.Header(b, 1, A).ToArray(), Schema.Body(b, 1, A).ToArray(), Schema.Receipts(b, 1, A).ToArray(),
            Schema.TotalDifficulty(b, 1, A).ToArray(), Schema.Number(b, A).ToArray(), Schema.Canonical(b, 1).ToArray(),
            Schema.Transaction(b, A).ToArray(), Schema.LogIndex(b, 0, 1, 1).ToArray(), Schema.GenesisConfig.ToArray(), Schema.BadBlock(b, A).ToArray(),
            Schema.CliqueSnapshot(b, A).ToArray(), Schema.Proposal(b, Address.Zero).ToArray(), Schema.PendingTransaction(b, A).ToArray(),
        ];
    }

    private static string Text(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(key);
}
