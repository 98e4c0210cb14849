using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>A state store beside a model of it for each block of the chain.</summary>
internal sealed class StateChain
{
    private readonly Func<IKeyValueStore> _open;
    private readonly StateOptions _options;
    private readonly List<(Hash256 Root, ModelState Model)> _models = [];
    private int _blocks;

    public StateChain(RandomBlocks blocks, StateOptions options, Func<IKeyValueStore> open)
    {
        Blocks = blocks;
        _options = options;
        _open = open;
        Database = open();
        Store = StateStore.Open(Database, options);
        CommitGenesis();
    }

    public RandomBlocks Blocks { get; }

    public IKeyValueStore Database { get; private set; }

    public StateStore Store { get; private set; }

    public int Height => _models.Count - 1;

    public void Reopen()
    {
        var old = Database;
        old.Dispose(); // a memory store comes back as it is
        Database = _open();
        Store = StateStore.Open(Database, _options);
    }

    /// <summary>Undoes blocks and adds others, all in one batch.</summary>
    public void Commit(int undone, int added)
    {
        var ancestor = Height - undone;
        var view = undone == 0 ? Store.Head : Store.Rewind((ulong)ancestor, _models[ancestor].Root);
        Assert.Equal(_models[ancestor].Root, view.Root);
        _models.RemoveRange(ancestor + 1, undone);
        List<StateCommit> commits = [];
        for (var i = 0; i < added; i++)
        {
            var model = _models[^1].Model.Copy();
            var changes = Blocks.Next(model);
            model.Apply(changes);
            view = view.Apply(changes);
            Assert.Equal(model.Root(), view.Root);
            _models.Add((view.Root, model));
            commits.Add(new StateCommit((ulong)Height, Keccak256.Hash(BitConverter.GetBytes(_blocks++)), view));
        }

        using var batch = Database.CreateBatch();
        var prepared = Store.Prepare(commits, batch);
        Database.Write(batch, durable: false);
        Store.Publish(prepared);
    }

    /// <summary>The database holds the head's state and nothing else but history.</summary>
    public void CheckHead()
    {
        Assert.Equal((ulong)Height, Store.HeadNumber);
        Assert.Equal(_models[^1].Root, Store.Head.Root);
        _models[^1].Model.AssertSame(Store.Head, Blocks.AddressHashes, Blocks.SlotHashes);
        using var fresh = new MemoryStore();
        var expected = StateStore.Open(fresh, Small);
        expected.WriteGenesis(_models[^1].Model.ToChanges());
        foreach (var prefix in "asno")
        {
            Assert.Equal(EntriesOf(fresh, prefix), EntriesOf(Database, prefix));
        }
    }

    /// <summary>All states that should be kept, and none else, can be read and proven.</summary>
    public void CheckHistory(int oldest)
    {
        for (var number = 0; number <= Height; number++)
        {
            var (root, model) = _models[number];
            var view = Store.ViewAt((ulong)number, root);
            Assert.Equal(number >= oldest, view is not null);
            if (view is not null)
            {
                model.AssertSame(view, Blocks.AddressHashes, Blocks.SlotHashes);
                CheckProof(view, model);
            }
        }
    }

    public static StateOptions Small { get; } = new() { FlatCacheMegabytes = 0, NodeCacheMegabytes = 0 };

    public int Count(char prefix) => EntriesOf(Database, prefix).Count;

    public void CheckProof(StateView view, ModelState model)
    {
        var address = Address.FromNumber((ulong)Blocks.Random.Next(Blocks.AddressHashes.Count + 3) + 1);
        UInt256[] slots = [.. Enumerable.Range(0, 6).Select(_ => (UInt256)Blocks.Random.Next(Blocks.SlotHashes.Count + 4))];
        var hash = Keccak256.Hash(address.Bytes);
        var proof = view.CreateProof(address, slots);

        var verdict = TrieProof.Verify(view.Root, hash.Bytes, proof.Nodes, out var leaf);
        var isThere = model.Accounts.TryGetValue(hash, out var expected);
        Assert.Equal(isThere ? TrieProofVerdict.Included : TrieProofVerdict.Excluded, verdict);
        Assert.Equal(isThere ? ModelState.Leaf(expected!) : [], leaf.ToArray());
        foreach (var slot in proof.Slots)
        {
            var slotHash = slot.Key.ToHash256();
            var value = expected?.Storage.GetValueOrDefault(Keccak256.Hash(slotHash.Bytes)) ?? default;
            var root = proof.Account?.StorageRoot ?? Keccak256.OfEmptyTrie;
            var slotVerdict = TrieProof.Verify(root, Keccak256.Hash(slotHash.Bytes).Bytes, slot.Nodes, out _);
            Assert.Equal(value, slot.Value);
            Assert.Equal(value.IsZero ? TrieProofVerdict.Excluded : TrieProofVerdict.Included, slotVerdict);
        }
    }

    private void CommitGenesis()
    {
        var model = new ModelState();
        var alloc = Blocks.Next(model);
        model.Apply(alloc);
        Assert.Equal(model.Root(), Store.WriteGenesis(alloc));
        Assert.False(Store.IsInitialised);
        using var batch = Database.CreateBatch();
        var prepared = Store.PrepareGenesis(Keccak256.Hash([0]), batch);
        Database.Write(batch, durable: true);
        Store.Publish(prepared);
        _models.Add((Store.Head.Root, model));
    }

    private static List<string> EntriesOf(IKeyValueStore store, char prefix)
    {
        List<string> entries = [];
        using var cursor = store.Seek([(byte)prefix]);
        for (; cursor.IsValid && cursor.Key[0] == prefix; cursor.MoveNext())
        {
            entries.Add(Convert.ToHexString(cursor.Key) + "=" + Convert.ToHexString(cursor.Value));
        }

        return entries;
    }
}
