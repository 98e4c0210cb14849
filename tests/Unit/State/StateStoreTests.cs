using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Unit.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class StateStoreTests : IDisposable
{
    private const int History = 16;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, false, 0)]
    [InlineData(2, false, 1)]
    [InlineData(3, true, 0)]
    [InlineData(4, true, 1)]
    [InlineData(5, false, 8)]
    public void Blocks_reorganisations_and_restarts_leave_exactly_the_model_s_states(int seed, bool isArchive, int cacheMegabytes)
    {
        var options = new StateOptions
        {
            HistoryBlocks = History, Archive = isArchive, FlatCacheMegabytes = cacheMegabytes, NodeCacheMegabytes = cacheMegabytes,
        };
        var chain = new StateChain(new RandomBlocks(seed, accounts: 24, slots: 6), options, () => _folder.Open());
        using var database = new Deferred(() => chain.Database.Dispose());
        var oldest = 0;
        for (var step = 0; step < 40; step++)
        {
            var undone = chain.Blocks.Random.Next(3) == 0 ? chain.Blocks.Random.Next(Math.Min(6, chain.Height - oldest + 1)) : 0;
            chain.Commit(undone, chain.Blocks.Random.Next(1, undone == 0 ? 3 : undone + 3));
            if (chain.Blocks.Random.Next(5) == 0)
            {
                chain.Reopen();
            }

            oldest = isArchive ? 0 : Math.Max(oldest, chain.Height - History);
            chain.CheckHead();
            Assert.Equal((ulong)oldest, chain.Store.OldestRewind);
            Assert.Equal(chain.Height - oldest, chain.Count('d'));
            if (step % 10 == 9)
            {
                chain.CheckHistory(Math.Max(oldest, isArchive ? 0 : chain.Height - History));
            }
        }

        Assert.Equal(isArchive, chain.Count('A') > 0);
    }

    [Fact]
    public void Long_branch_in_one_batch_is_pruned_by_later_ones()
    {
        var options = new StateOptions { HistoryBlocks = History, FlatCacheMegabytes = 1, NodeCacheMegabytes = 1 };
        var chain = new StateChain(new RandomBlocks(7, accounts: 10, slots: 3), options, () => new MemoryStore());

        chain.Commit(0, 5);
        chain.Commit(5, 3 * History);
        chain.CheckHead();
        Assert.Equal(3 * History, chain.Count('d'));
        chain.Commit(0, 1);

        Assert.Equal(History, chain.Count('d'));
        chain.CheckHistory(chain.Height - History);
    }

    [Fact]
    public void Archive_that_becomes_none_loses_its_history_and_index_bit_by_bit()
    {
        var archive = new StateOptions { HistoryBlocks = History, Archive = true };
        var plain = new StateOptions { HistoryBlocks = History };
        var store = new MemoryStore();
        var chain = new StateChain(new RandomBlocks(8, accounts: 10, slots: 3), archive, () => store);
        for (var i = 0; i < 40; i++)
        {
            chain.Commit(0, 1);
        }

        Assert.True(chain.Count('S') > 0);
        var states = StateStore.Open(store, plain);
        using (var batch = store.CreateBatch())
        {
            var commit = states.Prepare([new StateCommit(41, Keccak256.Hash([41]), states.Head.Apply(new StateChanges()))], batch);
            store.Write(batch, durable: false);
            states.Publish(commit);
        }

        Assert.Equal(History, chain.Count('d'));
        Assert.Null(states.ViewAt(1, Keccak256.OfEmptyTrie));
        for (var i = 0; i < History; i++)
        {
            using var batch = store.CreateBatch();
            var number = states.HeadNumber + 1;
            var commit = states.Prepare([new StateCommit(number, Keccak256.Hash([(byte)number]), states.Head.Apply(new StateChanges()))], batch);
            store.Write(batch, durable: false);
            states.Publish(commit);
        }

        Assert.Equal(0, chain.Count('A') + chain.Count('S'));
    }

    [Fact]
    public void Commit_that_was_not_written_moves_nothing()
    {
        var chain = new StateChain(new RandomBlocks(9), StateChain.Small, () => new MemoryStore());
        var root = chain.Store.Head.Root;
        using var lost = chain.Database.CreateBatch();
        var changes = chain.Blocks.Next(new ModelState());

        chain.Store.Prepare([new StateCommit(1, Keccak256.Hash([1]), chain.Store.Head.Apply(changes))], lost);

        Assert.Equal(root, chain.Store.Head.Root);
        chain.CheckHead();
        chain.Commit(0, 1);
        chain.CheckHead();
    }

    [Fact]
    public void State_of_another_parent_is_refused()
    {
        var chain = new StateChain(new RandomBlocks(10), StateChain.Small, () => new MemoryStore());
        var stale = chain.Store.Head.Apply(new StateChanges());
        var fresh = StateView.Empty.Apply(new StateChanges());
        using var batch = chain.Database.CreateBatch();

        Assert.Throws<InvalidOperationException>(() => chain.Store.Prepare([new StateCommit(2, Hash256.Zero, stale)], batch));
        Assert.Throws<InvalidOperationException>(() => chain.Store.Prepare([new StateCommit(1, Hash256.Zero, fresh)], batch));
        chain.Commit(0, 1);
        Assert.Throws<InvalidOperationException>(() => chain.Store.Prepare([new StateCommit(2, Hash256.Zero, stale)], batch));
    }

    [Fact]
    public void Rewinding_further_than_the_history_or_to_another_root_is_refused()
    {
        var options = new StateOptions { HistoryBlocks = History };
        var chain = new StateChain(new RandomBlocks(11, accounts: 5), options, () => new MemoryStore());
        for (var i = 0; i <= History; i++)
        {
            chain.Commit(0, 1);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Store.Rewind(0, Hash256.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Store.Rewind(100, Hash256.Zero));
        Assert.Equal(StorageError.Corrupt, Assert.Throws<StorageException>(() => chain.Store.Rewind(3, Hash256.Zero)).Error);
    }

    [Fact]
    public void Missing_or_altered_node_is_a_damaged_database()
    {
        var store = new MemoryStore();
        var chain = new StateChain(new RandomBlocks(12), StateChain.Small, () => store);
        chain.Commit(0, 3);
        Alter(store, [Schema.AccountNodePrefix, 3], delete: true);
        chain.Reopen();
        Assert.Equal(StorageError.Corrupt, Assert.Throws<StorageException>(() => TouchAll(chain)).Error);

        Alter(store, [Schema.AccountNodePrefix], delete: false);
        Assert.Equal(StorageError.Corrupt, Assert.Throws<StorageException>(() => StateStore.Open(store, StateChain.Small)).Error);
    }

    [Fact]
    public void Genesis_can_be_written_in_parts_and_again_after_an_interruption()
    {
        var random = new Random(13);
        var alloc = new StateChanges();
        for (var i = 0; i < 60_000; i++)
        {
            var slots = i % 10 == 0 ? Enumerable.Range(0, 20).Select(k => new SlotChange(Keccak256.Hash([(byte)k, 1]), (ulong)i + 1)).ToList() : [];
            var account = Account.Empty with { Balance = (ulong)random.NextInt64(1L << 60) };
            alloc.Accounts.Add(new AccountChange(Keccak256.Hash(BitConverter.GetBytes(i)), account, StorageWiped: false, slots));
        }

        var code = new Code([1, 2, 3]);
        alloc.Codes[code.Hash] = code;
        using var store = new MemoryStore();
        StateStore.Open(store, StateChain.Small).WriteGenesis(new RandomBlocks(14).Next(new ModelState()));
        var states = StateStore.Open(store, StateChain.Small);

        var root = states.WriteGenesis(alloc);
        using var batch = store.CreateBatch();
        var commit = states.PrepareGenesis(Hash256.Zero, batch);
        store.Write(batch, durable: true);
        states.Publish(commit);

        Assert.Equal(StateView.Empty.Apply(alloc).Root, root);
        Assert.Equal(root, StateStore.Open(store, StateChain.Small).Head.Root);
        Assert.Equal([1, 2, 3], states.Head.GetCode(code.Hash).Bytes.ToArray());
        Assert.Throws<InvalidOperationException>(() => states.WriteGenesis(alloc));
    }

    private static void TouchAll(StateChain chain)
    {
        var changes = new StateChanges();
        foreach (var hash in chain.Blocks.AddressHashes)
        {
            changes.Accounts.Add(new AccountChange(hash, Account.Empty with { Nonce = 77 }, StorageWiped: false, []));
        }

        chain.Store.Head.Apply(changes);
    }

    private static void Alter(MemoryStore store, byte[] key, bool delete)
    {
        using var batch = store.CreateBatch();
        var node = store.Get(key)!;
        if (delete)
        {
            batch.Delete(key);
        }
        else
        {
            node[^1] ^= 1;
            batch.Put(key, node);
        }

        store.Write(batch, durable: false);
    }

    private sealed class Deferred(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
