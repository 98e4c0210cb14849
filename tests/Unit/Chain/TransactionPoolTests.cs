using PoaSidechain.Chain.Pool;
using PoaSidechain.Evm;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;
using static PoaSidechain.Tests.Unit.Chain.PoolChains;

namespace PoaSidechain.Tests.Unit.Chain;

public sealed class TransactionPoolTests
{
    [Fact]
    public async Task A_gap_in_nonces_holds_back_what_is_behind_it_until_it_is_filled()
    {
        await using var chain = NewChain();
        List<Transaction> announced = [];
        chain.Pool.Pending += announced.AddRange;

        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody), isLocal: false);
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 2, Nobody), isLocal: false);
        Assert.Equal((1, 1), chain.Pool.Count);
        Assert.Equal(1UL, chain.Pool.GetPendingNonce(TestKeys.B.Address));
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 1, Nobody), isLocal: false);

        Assert.Equal((3, 0), chain.Pool.Count);
        Assert.Equal(3UL, chain.Pool.GetPendingNonce(TestKeys.B.Address));
        Assert.Equal([0UL, 1UL, 2UL], announced.Select(transaction => transaction.Nonce));
    }

    [Theory]
    [InlineData(10, 100, PoolError.AlreadyKnown)]
    [InlineData(10, 110, PoolError.ReplacementUnderpriced)]
    [InlineData(11, 109, PoolError.ReplacementUnderpriced)]
    [InlineData(11, 110, PoolError.None)]
    public async Task A_replacement_pays_ten_per_cent_more_in_both_caps(ulong tip, ulong cap, PoolError expected)
    {
        await using var chain = NewChain();
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody, tipGwei: 10, capGwei: 100), isLocal: false);

        var verdict = chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody, tip, cap), isLocal: false);

        Assert.Equal(expected, verdict.Error);
        Assert.Equal((1, 0), chain.Pool.Count);
    }

    [Fact]
    public async Task What_waits_may_not_cost_more_in_all_than_the_balance()
    {
        await using var chain = NewChain();
        var half = (TestGenesis.Funds / 2UL) + 1UL;

        var first = chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody, value: half), isLocal: false);
        var second = chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 1, Nobody, value: half), isLocal: false);

        Assert.True(first.IsAccepted);
        Assert.Equal(TransactionError.InsufficientFunds, second.Transaction);
    }

    [Fact]
    public async Task Used_nonces_wrong_chains_and_unprotected_signatures_are_refused()
    {
        await using var chain = NewChain();
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody), isLocal: false);
        await chain.SealAsync(TestKeys.A);
        var legacy = new Transaction { Nonce = 1, GasPrice = 20 * Transfers.Gwei, GasLimit = 21_000, To = Nobody };

        Assert.Equal(TransactionError.NonceTooLow, chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody, tipGwei: 2), isLocal: false).Transaction);
        Assert.Equal(TransactionError.InvalidChainId, chain.Pool.Add((legacy with { ChainId = 1UL }).SignedBy(TestKeys.B), isLocal: false).Transaction);
        Assert.Equal(PoolError.Unprotected, chain.Pool.Add(legacy.SignedBy(TestKeys.B), isLocal: false).Error);
        Assert.True(chain.Pool.Add((legacy with { ChainId = 1337UL }).SignedBy(TestKeys.B), isLocal: false).IsAccepted);
    }

    [Fact]
    public async Task A_full_pool_lets_the_cheapest_foreign_transaction_go_and_keeps_its_own()
    {
        await using var chain = NewChain(new PoolOptions { GlobalSlots = 2 });
        var own = Transfers.Dynamic(TestKeys.B, 0, Nobody, tipGwei: 1, capGwei: 5);
        var cheap = Transfers.Dynamic(TestKeys.C, 0, Nobody, tipGwei: 1, capGwei: 10);
        var dear = Transfers.Dynamic(TestKeys.D, 0, Nobody, tipGwei: 1, capGwei: 20);
        chain.Pool.Add(own, isLocal: true);
        chain.Pool.Add(cheap, isLocal: false);

        var accepted = chain.Pool.Add(dear, isLocal: false);
        var refused = chain.Pool.Add(Transfers.Dynamic(TestKeys.E, 0, Nobody, tipGwei: 1, capGwei: 15), isLocal: false);

        Assert.True(accepted.IsAccepted);
        Assert.Equal(PoolError.PoolOverflow, refused.Error);
        Assert.True(chain.Pool.Contains(own.Hash));
        Assert.False(chain.Pool.Contains(cheap.Hash));
        Assert.Equal((2, 0), chain.Pool.Count);
    }

    [Fact]
    public async Task A_block_takes_the_best_paying_first_and_each_sender_in_order()
    {
        await using var chain = NewChain();
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody, tipGwei: 1), isLocal: false);
        chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 1, Nobody, tipGwei: 9), isLocal: false);
        chain.Pool.Add(Transfers.Dynamic(TestKeys.C, 0, Nobody, tipGwei: 5), isLocal: false);

        var block = await chain.SealAsync(TestKeys.A);

        Assert.Equal([5UL, 1UL, 9UL], block.Transactions.Select(transaction => transaction.MaxPriorityFeePerGas.Low64 / Transfers.Gwei));
        Assert.Equal((0, 0), chain.Pool.Count);
    }

    [Fact]
    public async Task Own_transactions_survive_a_restart_and_foreign_ones_do_not()
    {
        using var database = new MemoryStore();
        var genesis = TestGenesis.Modern([TestKeys.A], funded: Funded);
        await using (var chain = new LocalChain(genesis, database))
        {
            chain.Pool.Add(Transfers.Dynamic(TestKeys.B, 0, Nobody), isLocal: true);
            chain.Pool.Add(Transfers.Dynamic(TestKeys.C, 0, Nobody), isLocal: false);
        }

        await using var reopened = new LocalChain(genesis, database);
        reopened.Pool.LoadJournal();

        Assert.Equal((1, 0), reopened.Pool.Count);
        Assert.True(reopened.Pool.GetPending().ContainsKey(TestKeys.B.Address));
    }
}
