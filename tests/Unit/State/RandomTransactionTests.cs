using PoaSidechain.Evm;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Fuzz.Execution;
using PoaSidechain.Tests.Fuzz.Generation;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>
/// Random programs and transactions, block after block, on the state store with its caches and incremental trie, and on plain dictionaries with a trie that
/// is built anew: results and roots are the same.
/// </summary>
public sealed class RandomTransactionTests
{
    private const int Chains = 60;
    private const int Blocks = 4;
    private const int Seed = 20261126;

    private static readonly StateOptions Cached = new() { FlatCacheMegabytes = 1, NodeCacheMegabytes = 1 };

    [Theory]
    [InlineData(Fork.Byzantium)]
    [InlineData(Fork.London)]
    [InlineData(Fork.Cancun)]
    [InlineData(Fork.Osaka)]
    public void Store_with_caches_and_plain_dictionaries_agree(Fork fork)
    {
        var generator = new CaseGenerator(Seed, fork);
        var executed = 0;
        for (var chain = 0; chain < Chains; chain++)
        {
            executed += RunChain(generator, chain * Blocks);
        }

        Assert.True(executed > Chains * Blocks, $"only {executed} transactions were accepted");
    }

    private static int RunChain(CaseGenerator generator, int first)
    {
        var accounts = generator.Next(first).Accounts;
        var plain = new CaseState(accounts);
        var model = new ModelState();
        var genesis = Alloc(accounts);
        model.Apply(genesis);
        using var database = new MemoryStore();
        var store = StateStore.Open(database, Cached);
        Assert.Equal(model.Root(), store.WriteGenesis(genesis));
        Publish(database, store, batch => store.PrepareGenesis(Keccak256.Hash([0]), batch));
        var executed = 0;
        for (var number = 1; number <= Blocks; number++)
        {
            var one = generator.Next(first + number - 1);
            var block = one.Block with { Number = one.Block.Number + (ulong)number };
            var transactions = one.Transactions.Select(transaction => WithNonce(transaction, plain)).ToList();
            var slow = Execute(transactions, block, plain, out var slowChanges);
            var fast = Execute(transactions, block, store.Head, out var fastChanges);
            Assert.Equal(slow, fast);

            plain.Apply(slowChanges);
            model.Apply(slowChanges);
            var view = store.Head.Apply(fastChanges);
            Assert.Equal(model.Root(), view.Root);
            var commit = new StateCommit((ulong)number, Keccak256.Hash(BitConverter.GetBytes(number)), view);
            Publish(database, store, batch => store.Prepare([commit], batch));
            executed += slow.Count(text => text != OwnEvm.Refused);
        }

        return executed;
    }

    private static List<string> Execute(List<Transaction> transactions, BlockContext block, IStateReader state, out StateChanges changes)
    {
        var world = new WorldState(state);
        var executor = new TransactionExecutor(world, block);
        var texts = transactions.ConvertAll(transaction =>
            executor.Execute(transaction, CaseGenerator.BlockGasLimit, out var result).IsValid ? OwnEvm.Describe(result!, isEndless: false) : OwnEvm.Refused);
        changes = world.CollectChanges();
        return texts;
    }

    /// <summary>The transaction as its sender would send it now.</summary>
    private static Transaction WithNonce(Transaction transaction, IStateReader state)
    {
        Assert.True(transaction.TryGetSender(out var sender));
        _ = state.TryGetAccount(Keccak256.Hash(sender.Bytes), out var account);
        return (transaction with { Nonce = account.Nonce }).AsIfSentBy(sender);
    }

    private static void Publish(MemoryStore database, StateStore store, Func<IWriteBatch, PreparedCommit> prepare)
    {
        using var batch = database.CreateBatch();
        var prepared = prepare(batch);
        database.Write(batch, durable: false);
        store.Publish(prepared);
    }

    private static StateChanges Alloc(IEnumerable<FuzzAccount> accounts)
    {
        var changes = new StateChanges();
        foreach (var account in accounts)
        {
            var code = new Code(account.Code);
            changes.Codes.TryAdd(code.Hash, code);
            changes.Accounts.Add(new AccountChange(
                Keccak256.Hash(account.Address.Bytes),
                new Account(account.Nonce, account.Balance, Keccak256.OfEmptyTrie, code.Hash),
                StorageWiped: true,
                [.. account.Storage.Select(slot => new SlotChange(StorageSlot.HashOf(slot.Slot), slot.Value))]));
        }

        return changes;
    }
}
