using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class StateViewTests
{
    [Fact]
    public void Empty_state_has_the_root_of_the_empty_trie()
    {
        Assert.Equal(Keccak256.OfEmptyTrie, StateView.Empty.Root);
        Assert.Equal(Keccak256.OfEmptyTrie, StateView.Empty.Apply(new StateChanges()).Root);
    }

    [Theory]
    [InlineData(1, 40, 12)]
    [InlineData(2, 3, 40)]
    [InlineData(3, 200, 2)]
    public void Each_view_has_the_root_and_values_of_its_block(int seed, int accounts, int slots)
    {
        var blocks = new RandomBlocks(seed, accounts, slots);
        var model = new ModelState();
        var view = StateView.Empty;
        List<(StateView View, ModelState Model)> all = [(view, model)];
        for (var i = 0; i < 25; i++)
        {
            var (parent, before) = all[blocks.Random.Next(Math.Max(0, all.Count - 3), all.Count)];
            model = before.Copy();
            var changes = blocks.Next(model);
            model.Apply(changes);
            view = parent.Apply(changes);

            Assert.Equal(model.Root(), view.Root);
            Assert.All(changes.Codes.Values, code => Assert.Same(code, view.GetCode(code.Hash)));
            all.Add((view, model));
        }

        // Later blocks must not have moved any view.
        Assert.All(all, pair => pair.Model.AssertSame(pair.View, blocks.AddressHashes, blocks.SlotHashes));
    }

    [Fact]
    public void Empty_accounts_stay_in_the_state()
    {
        var changes = new StateChanges();
        var hash = Keccak256.Hash([1]);
        changes.Accounts.Add(new AccountChange(hash, Account.Empty, StorageWiped: false, []));

        var view = StateView.Empty.Apply(changes);

        Assert.True(view.TryGetAccount(hash, out var account));
        Assert.Equal(Account.Empty, account);
        Assert.NotEqual(Keccak256.OfEmptyTrie, view.Root);
    }

    [Fact]
    public void Storage_root_of_a_change_is_not_relied_on()
    {
        var hash = Keccak256.Hash([1]);
        var slot = new SlotChange(Keccak256.Hash([2]), 7);
        var first = StateView.Empty.Apply(Single(new AccountChange(hash, Account.Empty with { Nonce = 1 }, false, [slot])));
        var stale = Account.Empty with { Nonce = 2, StorageRoot = default };

        var second = first.Apply(Single(new AccountChange(hash, stale, false, [])));

        Assert.Equal<UInt256>(7, second.GetStorage(hash, slot.KeyHash));
        Assert.True(first.TryGetAccount(hash, out var before));
        Assert.True(second.TryGetAccount(hash, out var after));
        Assert.Equal(before.StorageRoot, after.StorageRoot);
    }

    private static StateChanges Single(AccountChange change)
    {
        var changes = new StateChanges();
        changes.Accounts.Add(change);
        return changes;
    }
}
