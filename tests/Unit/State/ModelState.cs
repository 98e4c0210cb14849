using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State;
using PoaSidechain.Tests.Unit.State.Trie;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>A state as plain dictionaries: what the real one is compared with.</summary>
internal sealed class ModelState
{
    private readonly Dictionary<Hash256, ModelAccount> _accounts = [];

    public IReadOnlyDictionary<Hash256, ModelAccount> Accounts => _accounts;

    public ModelState Copy()
    {
        var copy = new ModelState();
        foreach (var (hash, account) in _accounts)
        {
            copy._accounts[hash] = account with { Storage = new Dictionary<Hash256, UInt256>(account.Storage) };
        }

        return copy;
    }

    public void Apply(StateChanges changes)
    {
        foreach (var change in changes.Accounts)
        {
            if (change.After is not { } after)
            {
                _accounts.Remove(change.AddressHash);
                continue;
            }

            var storage = change.StorageWiped || !_accounts.TryGetValue(change.AddressHash, out var before) ? [] : before.Storage;
            foreach (var slot in change.Slots)
            {
                if (slot.Value.IsZero)
                {
                    storage.Remove(slot.KeyHash);
                }
                else
                {
                    storage[slot.KeyHash] = slot.Value;
                }
            }

            _accounts[change.AddressHash] = new ModelAccount(after.Nonce, after.Balance, after.CodeHash, storage);
        }
    }

    /// <summary>What makes this state from nothing.</summary>
    public StateChanges ToChanges()
    {
        var changes = new StateChanges();
        foreach (var (hash, account) in _accounts)
        {
            var slots = account.Storage.Select(slot => new SlotChange(slot.Key, slot.Value)).ToList();
            changes.Accounts.Add(new AccountChange(hash, new Account(account.Nonce, account.Balance, default, account.CodeHash), false, slots));
        }

        return changes;
    }

    public Hash256 Root() => SlowTrie.Root(_accounts.Select(pair => KeyValuePair.Create(pair.Key.ToArray(), Leaf(pair.Value))));

    /// <summary>Account by account and slot by slot, also for keys that are not there.</summary>
    public void AssertSame(IStateReader reader, IEnumerable<Hash256> addressHashes, IEnumerable<Hash256> slotHashes)
    {
        var slots = slotHashes.ToList();
        foreach (var hash in addressHashes)
        {
            var isThere = _accounts.TryGetValue(hash, out var expected);
            Xunit.Assert.Equal(isThere, reader.TryGetAccount(hash, out var account));
            foreach (var slot in slots)
            {
                Xunit.Assert.Equal(expected?.Storage.GetValueOrDefault(slot) ?? default, reader.GetStorage(hash, slot));
            }

            if (expected is not null)
            {
                Xunit.Assert.Equal(new Account(expected.Nonce, expected.Balance, StorageRoot(expected), expected.CodeHash), account);
            }
        }
    }

    public static Hash256 StorageRoot(ModelAccount account) =>
        SlowTrie.Root(account.Storage.Select(pair => KeyValuePair.Create(pair.Key.ToArray(), Rlp(writer => writer.Write(pair.Value)))));

    public static byte[] Leaf(ModelAccount account) => Rlp(writer =>
    {
        var list = writer.BeginList();
        writer.Write(account.Nonce);
        writer.Write(account.Balance);
        writer.Write(StorageRoot(account));
        writer.Write(account.CodeHash);
        writer.EndList(list);
    });

    private static byte[] Rlp(Action<RlpWriter> write)
    {
        using var writer = new RlpWriter();
        write(writer);
        return writer.ToArray();
    }

    public sealed record ModelAccount(ulong Nonce, UInt256 Balance, Hash256 CodeHash, Dictionary<Hash256, UInt256> Storage);
}
