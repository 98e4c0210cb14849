using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.State.History;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class CodecTests
{
    [Fact]
    public void Flat_accounts_come_back()
    {
        var random = new Random(1);
        Span<byte> bytes = stackalloc byte[AccountCodec.MaxLength];
        for (var i = 0; i < 2000; i++)
        {
            var account = new Account(
                random.Next(4) == 0 ? 0 : (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
                random.Next(4) == 0 ? default : RandomHash(random).ToUInt256() >> random.Next(256),
                random.Next(2) == 0 ? Keccak256.OfEmptyTrie : RandomHash(random),
                random.Next(2) == 0 ? Keccak256.OfEmptyString : RandomHash(random));

            var length = AccountCodec.WriteFlat(account, bytes);

            Assert.Equal(account, AccountCodec.ReadFlat(bytes[..length]));
        }
    }

    [Fact]
    public void Flat_empty_account_has_three_bytes()
    {
        var bytes = new byte[AccountCodec.MaxLength];

        Assert.Equal([0, 0, 0], bytes[..AccountCodec.WriteFlat(Account.Empty, bytes)]);
    }

    [Fact]
    public void Changeset_is_read_as_it_was_written_with_slots_read_or_stepped_over()
    {
        var writer = new ChangesetWriter();
        writer.Begin(isIndexed: true);
        writer.AddAccount(Hash(1), [7]);
        writer.AddSlot(Hash(2), [8, 9]);
        writer.AddSlot(Hash(3), []);
        writer.AddAccount(Hash(4), []);
        writer.AddAccount(Hash(5), [1]);
        writer.AddSlot(Hash(6), [2]);

        Assert.Equal(["1=07", "2=0809", "3=", "4=", "5=01", "6=02"], Read(writer.Written, withSlots: true));
        Assert.Equal(["1=07", "4=", "5=01"], Read(writer.Written, withSlots: false));
        Assert.True(new ChangesetReader(writer.Written).IsIndexed);
        writer.Begin(isIndexed: false);
        Assert.Empty(Read(writer.Written, withSlots: true));
        Assert.False(new ChangesetReader(writer.Written).IsIndexed);
    }

    private static List<string> Read(ReadOnlySpan<byte> changeset, bool withSlots)
    {
        List<string> entries = [];
        var reader = new ChangesetReader(changeset);
        while (reader.TryReadAccount())
        {
            entries.Add($"{reader.Hash.Bytes[31]}={Convert.ToHexString(reader.Before)}");
            while (withSlots && reader.TryReadSlot())
            {
                entries.Add($"{reader.Hash.Bytes[31]}={Convert.ToHexString(reader.Before)}");
            }
        }

        return entries;
    }

    private static Hash256 Hash(ulong number) => ((UInt256)number).ToHash256();

    private static Hash256 RandomHash(Random random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.NextBytes(bytes);
        return new Hash256(bytes);
    }
}
