using System.Collections.Concurrent;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Unit.Storage;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

public sealed class StateConcurrencyTests : IDisposable
{
    private const int Blocks = 400;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Every account's balance and slot hold the number of the block that wrote them last, and each block writes all of a fixed share of
    /// them, so a reader can tell from the numbers alone whether what it sees belongs to one block.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Readers_see_one_block_s_state_while_others_are_committed(bool isOnDisk)
    {
        IKeyValueStore database = isOnDisk ? _folder.Open() : new MemoryStore();
        using var closing = database;
        var states = StateStore.Open(database, new StateOptions { FlatCacheMegabytes = 1, NodeCacheMegabytes = 1, HistoryBlocks = 16 });
        var roots = new ConcurrentDictionary<ulong, Hash256>();
        var accounts = Enumerable.Range(0, 64).Select(i => Keccak256.Hash([(byte)i, 7])).ToArray();
        CommitGenesis(states, database, accounts);
        roots[0] = states.Head.Root;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(i => Task.Run(() => ReadUntil(states, roots, accounts, i, done.Token))).ToArray();

        for (ulong number = 1; number <= Blocks; number++)
        {
            var view = states.Head.Apply(BlockOf(number, accounts));
            roots[number] = view.Root;
            using var batch = database.CreateBatch();
            var commit = states.Prepare([new StateCommit(number, Keccak256.Hash(BitConverter.GetBytes(number)), view)], batch);
            database.Write(batch, durable: false);
            states.Publish(commit);
        }

        await done.CancelAsync();
        var counts = await Task.WhenAll(readers);
        Assert.All(counts, count => Assert.True(count > 0));
    }

    private static int ReadUntil(
        StateStore states, ConcurrentDictionary<ulong, Hash256> roots, Hash256[] accounts, int seed, CancellationToken done)
    {
        var random = new Random(seed);
        var count = 0;
        do
        {
            var view = states.Head;
            var number = NumberOf(view, accounts[0]);
            if (random.Next(4) == 0 && number >= 4)
            {
                number -= (ulong)random.Next(1, 4);
                view = states.ViewAt(number, roots[number]) ?? states.Head;
                number = NumberOf(view, accounts[0]);
            }

            Assert.Equal(roots[number], view.Root);
            for (var i = 0; i < accounts.Length; i++)
            {
                Check(view, accounts[i], LastWriter(number, i));
            }

            if (random.Next(3) == 0)
            {
                var proof = view.CreateProof(Address.FromNumber((ulong)random.Next(1000)), []);
                Assert.NotEmpty(proof.Nodes);
                Assert.Equal(view.Root, Keccak256.Hash(proof.Nodes[0].Span));
                var next = view.Apply(BlockOf(number + 1, accounts));
                Assert.Equal(roots.GetValueOrDefault(number + 1, next.Root), next.Root);
            }

            count++;
        }
        while (!done.IsCancellationRequested);

        return count;
    }

    private static void Check(StateView view, in Hash256 account, ulong writer)
    {
        Assert.True(view.TryGetAccount(account, out var found));
        Assert.Equal<UInt256>(writer, found.Balance);
        Assert.Equal<UInt256>(writer, view.GetStorage(account, account));
    }

    private static ulong NumberOf(StateView view, in Hash256 first)
    {
        Assert.True(view.TryGetAccount(first, out var account));
        return account.Nonce;
    }

    /// <summary>Block n writes account 0, which also has its number as nonce, and those with n mod 5 = i mod 5.</summary>
    private static ulong LastWriter(ulong number, int i)
    {
        while (number > 0 && i != 0 && number % 5 != (ulong)i % 5)
        {
            number--;
        }

        return number;
    }

    private static StateChanges BlockOf(ulong number, Hash256[] accounts)
    {
        var changes = new StateChanges();
        for (var i = 0; i < accounts.Length; i++)
        {
            if (number == 0 || LastWriter(number, i) == number)
            {
                var after = Account.Empty with { Balance = number, Nonce = i == 0 ? number : 1 };
                changes.Accounts.Add(new AccountChange(accounts[i], after, StorageWiped: false, [new SlotChange(accounts[i], number)]));
            }
        }

        return changes;
    }

    private static void CommitGenesis(StateStore states, IKeyValueStore database, Hash256[] accounts)
    {
        states.WriteGenesis(BlockOf(0, accounts));
        using var batch = database.CreateBatch();
        var commit = states.PrepareGenesis(Hash256.Zero, batch);
        database.Write(batch, durable: false);
        states.Publish(commit);
    }
}
