using PoaSidechain.Primitives;
using PoaSidechain.State;
using PoaSidechain.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class StateCheckTests
{
    /// <summary>Each entry of the state in turn is removed, altered or joined by another: the check finds every one.</summary>
    [Theory]
    [InlineData('a')]
    [InlineData('s')]
    [InlineData('n')]
    [InlineData('o')]
    [InlineData('c')]
    public void Every_damaged_entry_is_found(char prefix)
    {
        using var store = new MemoryStore();
        var chain = new StateChain(new RandomBlocks(22, accounts: 30, slots: 10), StateChain.Small, () => store);
        chain.Commit(0, 4);
        foreach (var (key, value) in Entries(store, prefix))
        {
            var altered = value.ToArray();
            altered[^1] ^= 1;
            var isUsed = prefix != 'c' || IsUsed(chain, key);
            Assert.Equal(isUsed, IsFound(store, key, null));
            Assert.Equal(isUsed, IsFound(store, key, altered));
            if (prefix is 'a' or 's')
            {
                var other = key.ToArray();
                other[^1] ^= 1;
                Assert.True(IsFound(store, other, value));
            }

            Put(store, key, value);
            Assert.False(IsFound(store, key, value));
        }
    }

    private static bool IsUsed(StateChain chain, byte[] codeKey)
    {
        var hash = new Hash256(codeKey.AsSpan(1));
        return chain.Blocks.AddressHashes.Any(address => chain.Store.Head.TryGetAccount(address, out var account) && account.CodeHash == hash);
    }

    /// <summary>Changes an entry, checks, and takes the change back.</summary>
    private static bool IsFound(MemoryStore store, byte[] key, byte[]? value)
    {
        var before = store.Get(key);
        Put(store, key, value);
        try
        {
            StateStore.Open(store, StateChain.Small).Check(CancellationToken.None);
            return false;
        }
        catch (StorageException e) when (e.Error == StorageError.Corrupt)
        {
            return true;
        }
        finally
        {
            Put(store, key, before);
        }
    }

    private static void Put(MemoryStore store, byte[] key, byte[]? value)
    {
        using var batch = store.CreateBatch();
        if (value is null)
        {
            batch.Delete(key);
        }
        else
        {
            batch.Put(key, value);
        }

        store.Write(batch, durable: false);
    }

    private static List<(byte[] Key, byte[] Value)> Entries(MemoryStore store, char prefix)
    {
        List<(byte[], byte[])> entries = [];
        using var cursor = store.Seek([(byte)prefix]);
        for (; cursor.IsValid && cursor.Key[0] == prefix; cursor.MoveNext())
        {
            entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        }

        Assert.NotEmpty(entries);
        return entries;
    }
}
