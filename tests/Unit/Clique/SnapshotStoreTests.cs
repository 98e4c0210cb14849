using PoaSidechain.Clique;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>What the store has is a cache: lost, damaged or never written, the answer is the same.</summary>
public sealed class SnapshotStoreTests
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C];

    [Theory]
    [InlineData("lost")]
    [InlineData("flipped bit")]
    [InlineData("cut short")]
    [InlineData("rubbish")]
    public void A_stored_state_that_is_lost_or_damaged_is_computed_again(string damage)
    {
        using var database = new MemoryStore();
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var last = chain.Extend((int)SnapshotStore.StoreInterval + 10, voteFor: TestKeys.D.Address);
        var whole = new CliqueEngine(chain.Spec, new SnapshotStore(database)).GetSnapshot(last, chain)!;

        Damage(database, damage);
        var again = new CliqueEngine(chain.Spec, new SnapshotStore(database)).GetSnapshot(last, chain)!;

        Assert.Equal(4, whole.Signers.Length); // the votes did something that must not be lost
        Assert.Equal(SnapshotCodec.Encode(whole), SnapshotCodec.Encode(again));
    }

    [Fact]
    public void A_good_stored_state_spares_reading_what_is_below_it()
    {
        using var database = new MemoryStore();
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var last = chain.Extend((int)SnapshotStore.StoreInterval + 10);
        _ = new CliqueEngine(chain.Spec, new SnapshotStore(database)).GetSnapshot(last, chain);

        chain.Read.Clear();
        _ = new CliqueEngine(chain.Spec, new SnapshotStore(database)).GetSnapshot(last, chain);

        Assert.DoesNotContain(chain.Read, number => number < SnapshotStore.StoreInterval);
    }

    [Fact]
    public void Without_an_ancestor_there_is_no_state()
    {
        var chain = new HeaderChain(TestGenesis.London(Signers));
        var last = chain.Extend(5);
        var stranger = last with { ParentHash = Keccak256.OfEmptyTrie };

        Assert.Null(chain.Engine.GetSnapshot(stranger, chain));
    }

    [Fact]
    public async Task A_signer_voted_in_survives_a_restart_and_seals()
    {
        using var database = new MemoryStore();
        var genesis = TestGenesis.London([TestKeys.A]);
        await using (var chain = new LocalChain(genesis, database))
        {
            chain.Proposals.Propose(TestKeys.B.Address, add: true);
            await chain.SealAsync(TestKeys.A);
        }

        await using var reopened = new LocalChain(genesis, database);
        var block = await reopened.SealAsync(TestKeys.B);

        Assert.True(reopened.Engine.GetSnapshot(block.Header, reopened.Tree)!.IsSigner(TestKeys.B.Address));
        Assert.True(reopened.Proposals.All[TestKeys.B.Address]);
    }

    private static void Damage(MemoryStore database, string damage)
    {
        List<(byte[] Key, byte[] Value)> entries = [];
        using (var cursor = database.Seek("q"u8))
        {
            for (; cursor.IsValid && cursor.Key[0] == (byte)'q'; cursor.MoveNext())
            {
                entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
            }
        }

        Assert.NotEmpty(entries);
        using var batch = database.CreateBatch();
        foreach (var (key, value) in entries)
        {
            switch (damage)
            {
                case "lost": batch.Delete(key); break;
                case "flipped bit": value[10] ^= 1; batch.Put(key, value); break; // inside the first signer's address
                case "cut short": batch.Put(key, value.AsSpan(0, 5)); break;
                default: batch.Put(key, "rubbish that is long enough"u8); break;
            }
        }

        database.Write(batch, durable: false);
    }
}
