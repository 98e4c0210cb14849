using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;
using static PoaSidechain.Tests.Unit.Chain.PoolChains;

namespace PoaSidechain.Tests.Unit.Chain;

/// <summary>What a pool that is full, or has enough of one sender, takes and lets go.</summary>
public sealed class PoolLimitTests
{
    [Fact]
    public async Task Strangers_have_limits_for_each_sender_and_the_users_of_this_node_have_not()
    {
        await using var chain = NewChain(new PoolOptions { AccountSlots = 1, AccountQueue = 1 });

        Assert.Equal(PoolError.None, Offer(chain, TestKeys.B, 0));
        Assert.Equal(PoolError.AccountLimitExceeded, Offer(chain, TestKeys.B, 1));
        Assert.Equal(PoolError.None, Offer(chain, TestKeys.B, 5));
        Assert.Equal(PoolError.AccountLimitExceeded, Offer(chain, TestKeys.B, 6));
        Assert.Equal(PoolError.None, Offer(chain, TestKeys.B, 1, isLocal: true));
        Assert.Equal(PoolError.None, Offer(chain, TestKeys.B, 6, isLocal: true));
    }

    [Fact]
    public async Task What_can_be_executed_does_not_push_out_what_waits_behind_a_gap()
    {
        await using var chain = NewChain(new PoolOptions { GlobalSlots = 1, GlobalQueue = 1 });
        Offer(chain, TestKeys.B, 0, capGwei: 10);
        Offer(chain, TestKeys.C, 7, capGwei: 2);

        Assert.Equal(PoolError.None, Offer(chain, TestKeys.D, 0, capGwei: 11));
        Assert.Equal((1, 1), chain.Pool.Count);
        Assert.Equal(PoolError.None, Offer(chain, TestKeys.E, 9, capGwei: 3));
        Assert.Equal((1, 1), chain.Pool.Count);
        Assert.True(chain.Pool.GetPending().ContainsKey(TestKeys.D.Address));
        Assert.True(chain.Pool.GetQueued().ContainsKey(TestKeys.E.Address));
    }

    [Fact]
    public async Task The_cheapest_sender_loses_its_last_so_that_nothing_of_it_is_left_behind_a_gap()
    {
        await using var chain = NewChain(new PoolOptions { GlobalSlots = 3 });
        Offer(chain, TestKeys.B, 0, capGwei: 5);
        Offer(chain, TestKeys.B, 1, capGwei: 50);
        Offer(chain, TestKeys.B, 2, capGwei: 50);

        Assert.Equal(PoolError.None, Offer(chain, TestKeys.C, 0, capGwei: 20));

        Assert.Equal((3, 0), chain.Pool.Count);
        Assert.Equal(2UL, chain.Pool.GetPendingNonce(TestKeys.B.Address));
    }

    [Fact]
    public async Task A_sender_does_not_push_out_its_own()
    {
        await using var chain = NewChain(new PoolOptions { GlobalSlots = 1 });
        Offer(chain, TestKeys.B, 0, capGwei: 5);

        Assert.Equal(PoolError.PoolOverflow, Offer(chain, TestKeys.B, 1, capGwei: 50));
        Assert.Equal((1, 0), chain.Pool.Count);
    }

    [Fact]
    public async Task An_own_transaction_is_an_own_one_again_after_a_reorganisation()
    {
        PrivateKey[] signers = [TestKeys.A, TestKeys.B];
        var genesis = TestGenesis.Modern(signers, funded: Funded);
        using var database = new MemoryStore();
        await using var theirs = new LocalChain(genesis);
        var own = Transfers.Dynamic(TestKeys.C, 0, Nobody);
        await using (var ours = new LocalChain(genesis, database))
        {
            ours.Pool.Add(own, isLocal: true);
            var snapshot = ours.Engine.GetSnapshot(ours.Tree.Head, ours.Tree)!;
            await ours.SealAsync(signers.Single(key => !snapshot.IsInTurn(1, key.Address)));
            Assert.Equal((0, 0), ours.Pool.Count);
            await ours.ImportAsync(await theirs.SealInTurnAsync(signers));
            Assert.True(ours.Pool.Contains(own.Hash));
        }

        await using var reopened = new LocalChain(genesis, database);
        reopened.Pool.LoadJournal();

        Assert.True(reopened.Pool.Contains(own.Hash));
    }

    private static PoolError Offer(LocalChain chain, PrivateKey sender, ulong nonce, bool isLocal = false, ulong capGwei = 10) =>
        chain.Pool.Add(Transfers.Dynamic(sender, nonce, Nobody, tipGwei: 1, capGwei: capGwei), isLocal).Error;
}
