using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.State.Snap;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Snap;

public sealed class StateDraftTests
{
    [Fact]
    public void Ranges_of_any_state_are_what_is_in_it_with_proofs_that_hold()
    {
        var blocks = new RandomBlocks(3);
        var model = new ModelState();
        var view = StateView.Empty;
        for (var block = 0; block < 12; block++)
        {
            var changes = blocks.Next(model);
            view = view.Apply(changes);
            model.Apply(changes);
            AssertRanges(view, model, blocks.Random);
        }
    }

    [Fact]
    public void A_draft_made_of_parts_in_any_order_has_the_root_of_the_whole()
    {
        var (model, root) = World(seed: 5, blocks: 15);
        var random = new Random(5);
        using var database = new MemoryStore();
        var draft = StateStore.Open(database, new StateOptions());
        var accounts = model.ToChanges().Accounts.ToArray();
        random.Shuffle(accounts);
        foreach (var part in accounts.Chunk(7))
        {
            // Storage before the rest, a few slots at a time, and one part twice: as a download that was interrupted leaves it.
            foreach (var account in part)
            {
                foreach (var slots in account.Slots.Chunk(4))
                {
                    Write(draft, [account with { Slots = slots }], "slots");
                }
            }

            Write(draft, part, "accounts");
            Write(draft, part, "accounts");
        }

        Assert.Equal(root, draft.Head.Root);
        var reopened = StateStore.Open(database, new StateOptions());
        Assert.Equal(root, reopened.Head.Root);
        Assert.Equal("accounts", System.Text.Encoding.ASCII.GetString(reopened.ReadDraftNote()!));
    }

    /// <summary>From any state to any other, a draft is healed to the very root, and asks for far fewer nodes than there are when little differs.</summary>
    [Fact]
    public void Healing_leads_from_any_draft_to_the_root()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var blocks = new RandomBlocks(seed);
            var model = new ModelState();
            var view = StateView.Empty;
            using var database = new MemoryStore();
            var draft = StateStore.Open(database, new StateOptions());
            for (var block = 0; block < 10; block++)
            {
                var changes = blocks.Next(model);
                view = view.Apply(changes);
                model.Apply(changes);
                if (block % 2 == 0)
                {
                    Heal(draft, view);
                    Assert.Equal(view.Root, draft.Head.Root);
                    model.AssertSame(draft.Head, blocks.AddressHashes, blocks.SlotHashes);
                    Assert.Equal(0, Heal(draft, view)); // nothing differs any more
                }
            }
        }
    }

    [Fact]
    public void A_finished_draft_takes_the_place_of_the_state_and_blocks_go_on_from_it()
    {
        var (model, root) = World(seed: 8, blocks: 12);
        using var draftDatabase = new MemoryStore();
        var draft = StateStore.Open(draftDatabase, new StateOptions());
        draft.WriteDraft(WithCodes(model), []);
        using var database = new MemoryStore();
        var states = StateStore.Open(database, new StateOptions());
        states.WriteGenesis(new RandomBlocks(99).Next(new ModelState()));
        Commit(database, states, batch => states.PrepareGenesis(Hash256.Zero, batch));
        var genesis = states.Head;
        var hash = Keccak256.Hash([1]);

        for (var attempt = 0; attempt < 2; attempt++) // the first is as if it had been interrupted at its end
        {
            DraftInstall.Move(draftDatabase, database);
        }

        Write(database, batch => DraftInstall.PutHead(batch, 500, hash, root, new StateOptions()));
        Assert.Equal(0ul, states.HeadNumber);
        states.Reload();

        Assert.Equal((500ul, hash, root, 500ul), (states.HeadNumber, states.HeadHash, states.Head.Root, states.OldestRewind));
        var blocks = new RandomBlocks(8);
        model.AssertSame(states.Head, blocks.AddressHashes, blocks.SlotHashes);
        Assert.NotEqual(root, genesis.Root);
        states.Check(CancellationToken.None);

        var next = states.Head.Apply(blocks.Next(model));
        Commit(database, states, batch => states.Prepare([new StateCommit(501, Keccak256.Hash([2]), next)], batch));
        Assert.Equal(root, states.Rewind(500, root).Root);
    }

    private static void AssertRanges(StateView view, ModelState model, Random random)
    {
        var expected = model.Accounts.OrderBy(static pair => pair.Key).ToList();
        var start = expected.Count == 0 || random.Next(3) == 0 ? Hash256.Zero : expected[random.Next(expected.Count)].Key;
        List<TrieLeaf> leaves = [];
        new StateRanges(view).ReadAccounts(start, (in Hash256 hash, in Account account) =>
        {
            leaves.Add(new TrieLeaf(hash, AccountLeaf.Encode(account)));
            return true;
        });
        Assert.Equal(expected.Where(pair => pair.Key >= start).Select(pair => (pair.Key, Convert.ToHexString(ModelState.Leaf(pair.Value)))),
            leaves.Select(leaf => (leaf.Key, Convert.ToHexString(leaf.Value.Span))));
        var ranges = new StateRanges(view);
        var end = leaves.Count == 0 ? start : leaves[^1].Key;
        List<ReadOnlyMemory<byte>> proof = [.. ranges.ProveAccount(start), .. ranges.ProveAccount(end)];
        Assert.Equal(RangeProofVerdict.Valid, RangeProof.Verify(view.Root, start, [.. leaves], proof, out var hasMore));
        Assert.False(hasMore);
        foreach (var (hash, account) in expected)
        {
            List<(Hash256, UInt256)> slots = [];
            ranges.ReadSlots(hash, Hash256.Zero, (in Hash256 slot, ReadOnlySpan<byte> leaf) =>
            {
                slots.Add((slot, AccountLeaf.DecodeSlot(leaf)));
                return true;
            });
            Assert.Equal(account.Storage.OrderBy(static pair => pair.Key).Select(pair => (pair.Key, pair.Value)), slots);
        }
    }

    private static long Heal(StateStore draft, StateView target)
    {
        var healing = new StateHealing(draft);
        healing.Start(target.Root);
        while (healing.Next(5) is { Count: > 0 } wanted)
        {
            foreach (var request in wanted)
            {
                var node = new StateRanges(target).FindNode(request.Owner, request.CompactPath());
                Assert.Equal(request.Hash, Keccak256.Hash(node));
                healing.Add(request, node);
            }

            var changes = healing.TakeChanges();
            foreach (var hash in healing.MissingCodes)
            {
                changes.Codes[hash] = target.GetCode(hash);
            }

            draft.WriteDraft(changes, []);
        }

        return healing.Nodes;
    }

    private static (ModelState Model, Hash256 Root) World(int seed, int blocks)
    {
        var random = new RandomBlocks(seed);
        var model = new ModelState();
        for (var block = 0; block < blocks; block++)
        {
            var changes = random.Next(model);
            foreach (var (hash, code) in changes.Codes)
            {
                Codes[hash] = code;
            }

            model.Apply(changes);
        }

        return (model, model.Root());
    }

    [ThreadStatic]
    private static Dictionary<Hash256, Code>? _codes;

    private static Dictionary<Hash256, Code> Codes => _codes ??= [];

    private static StateChanges WithCodes(ModelState model)
    {
        var changes = model.ToChanges();
        foreach (var (hash, code) in Codes)
        {
            changes.Codes[hash] = code;
        }

        return changes;
    }

    private static void Write(StateStore draft, IEnumerable<AccountChange> accounts, string note)
    {
        var changes = new StateChanges();
        changes.Accounts.AddRange(accounts);
        draft.WriteDraft(changes, System.Text.Encoding.ASCII.GetBytes(note));
    }

    private static void Commit(IKeyValueStore database, StateStore states, Func<IWriteBatch, PreparedCommit> prepare)
    {
        using var batch = database.CreateBatch();
        var commit = prepare(batch);
        database.Write(batch, durable: true);
        states.Publish(commit);
    }

    private static void Write(IKeyValueStore database, Action<IWriteBatch> fill)
    {
        using var batch = database.CreateBatch();
        fill(batch);
        database.Write(batch, durable: true);
    }
}
