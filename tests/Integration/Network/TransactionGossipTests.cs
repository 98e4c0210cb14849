using PoaSidechain.Chain.Pool;
using PoaSidechain.Evm;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Gossip;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>How transactions get about.</summary>
public sealed class TransactionGossipTests
{
    [Fact]
    public async Task Transactions_reach_every_node_of_a_line()
    {
        await using var a = await TestNode.StartAsync("a");
        await using var b = await TestNode.StartAsync("b", options: TestNode.Options(a.Enode));
        await using var c = await TestNode.StartAsync("c", options: TestNode.Options(b.Enode));
        await b.UntilPeersAsync(2);
        await c.UntilPeersAsync(1);
        var transactions = ChainMaker.Transactions(0, 200);

        foreach (var transaction in transactions)
        {
            a.Pool.Add(transaction, isLocal: true);
        }

        await c.UntilPooledAsync(transactions);
    }

    [Fact]
    public async Task A_peer_that_joins_late_is_told_of_all_that_waits()
    {
        await using var a = await TestNode.StartAsync("a");
        var transactions = ChainMaker.Transactions(0, 300);
        Array.ForEach(transactions, transaction => a.Pool.Add(transaction, isLocal: true));

        await using var b = await TestNode.StartAsync("b", options: TestNode.Options(a.Enode));

        await b.UntilPooledAsync(transactions);
    }

    [Theory]
    [InlineData(66)]
    [InlineData(68)]
    public async Task A_large_transaction_is_announced_and_then_served(int version)
    {
        await using var node = await TestNode.StartAsync("node");
        await using var peer = await JoinAsync(node, version: version);
        var large = ChainMaker.Transactions(0, 1, dataBytes: 5000)[0];

        node.Pool.Add(large, isLocal: true);
        var announced = await peer.UntilReceivedAsync(EthMessage.NewPooledTransactionHashes);
        peer.Send(EthMessage.GetPooledTransactions, EthCodec.EncodeRequest(5, new[] { large.Hash, Hash256.Zero }, EthCodec.WriteHashes));
        var served = await peer.UntilReceivedAsync(EthMessage.PooledTransactions);

        var announcement = Assert.Single(EthCodec.DecodeTransactionAnnouncements(version, announced.Span));
        Assert.Equal(large.Hash, announcement.Hash);
        Assert.Equal(version == 68 ? (uint)large.Encoded.Length : null, announcement.Bytes);
        EthCodec.DecodeRequestId(served.Span, out var content);
        Assert.Equal([large], EthCodec.ReadTransactions(ref content, 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_announced_transaction_is_fetched_after_half_a_second_and_from_the_next_peer_if_the_first_is_silent()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var node = await TestNode.StartAsync("node", time: time);
        var pool = new InMemoryTransactionPool();
        var transactions = ChainMaker.Transactions(0, 3);
        Array.ForEach(transactions, transaction => pool.Add(transaction, isLocal: true));
        await using var first = await JoinAsync(node, "first", pool: pool);
        await using var second = await JoinAsync(node, "second", pool: pool);
        first.IsSilentOn = static (_, _) => true;
        await node.UntilPeersAsync(2);

        first.Send(EthMessage.NewPooledTransactionHashes, EthCodec.EncodeTransactionAnnouncements(68, transactions));
        await RoundTripAsync(node, first);
        second.Send(EthMessage.NewPooledTransactionHashes, EthCodec.EncodeTransactionAnnouncements(68, transactions));
        await RoundTripAsync(node, second);
        var asked = node.Service.PeerManager.Active.Single(peer => peer.Id == second.Id).Eth;
        while (node.Pool.Count.Pending < 3)
        {
            // Only while the fetcher waits for its next tick, and nobody for the second's answer: else the clock would run away from both.
            if (time.UntilNext <= TimeSpan.FromMilliseconds(100) && asked.RequestsInFlight == 0)
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
            }

            await Task.Delay(1, TestContext.Current.CancellationToken); // in real time: what is waited for needs the cores
        }

        await first.UntilReceivedAsync(EthMessage.GetPooledTransactions);
        Assert.True(time.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(1_800_000_000) + TransactionFetcher.ArrivalTime + RequestChannel.Timeout);
        Assert.Single(second.Received, IsFetch);
    }

    [Fact]
    public async Task A_transaction_that_differs_from_its_announcement_costs_the_session()
    {
        await using var node = await TestNode.StartAsync("node");
        var pool = new InMemoryTransactionPool();
        var transaction = ChainMaker.Transactions(0, 1)[0];
        pool.Add(transaction, isLocal: true);
        await using var peer = await JoinAsync(node, pool: pool);

        var small = transaction with { Data = new byte[100] };
        var announcement = EthCodec.EncodeTransactionAnnouncements(68, [small]);
        small.Hash.CopyTo(announcement.AsSpan()[^32..]);
        transaction.Hash.CopyTo(announcement.AsSpan()[^32..]);
        peer.Send(EthMessage.NewPooledTransactionHashes, announcement);

        await node.UntilFaultAsync(PeerFault.AnnouncementMismatch);
    }

    [Fact]
    public async Task A_peer_that_sends_garbage_is_dropped_and_one_whose_transactions_are_only_late_is_not()
    {
        await using var node = await TestNode.StartAsync("node");
        node.Pool.Rule = transaction => transaction.GasLimit < 21_000
            ? PoolVerdict.Invalid(new TransactionVerdict(TransactionError.IntrinsicGasTooLow))
            : PoolVerdict.Invalid(new TransactionVerdict(TransactionError.NonceTooLow));
        await using var honest = await JoinAsync(node, "honest");
        await using var liar = await JoinAsync(node, "liar");
        await node.UntilPeersAsync(2);

        honest.Send(EthMessage.Transactions, EthCodec.EncodeTransactions(ChainMaker.Transactions(0, 100)));
        await node.Changes.UntilAsync(() => node.Service.PeerCount == 2, "both peers");
        liar.Send(EthMessage.Transactions, EthCodec.EncodeTransactions(
            [.. ChainMaker.Transactions(0, 100).Select(transaction => (transaction with { GasLimit = 1 }).SignedBy(TestKeys.A))]));

        await node.UntilFaultAsync(PeerFault.InvalidTransactions);
        await RoundTripAsync(node, honest);
        Assert.Equal(honest.Id, Assert.Single(node.Service.Peers).NodeId);
    }

    private static bool IsFetch((int Code, ReadOnlyMemory<byte> Payload) message) => message.Code == EthMessage.GetPooledTransactions;

    private static async Task<ScriptedPeer> JoinAsync(TestNode node, string name = "peer", int version = 68, ITransactionPool? pool = null)
    {
        var peer = await ScriptedPeer.DialAsync(node.Enode, name, node.Tree, version, pool);
        peer.SayStatus(ScriptedPeer.StatusOf(node.Tree, version));
        await peer.UntilReceivedAsync(EthMessage.Status);
        await RoundTripAsync(node, peer);
        return peer;
    }

    /// <summary>A question and its answer: what the peer sent before has been handled by then.</summary>
    private static async Task RoundTripAsync(TestNode node, ScriptedPeer peer)
    {
        var before = peer.Received.Count(message => message.Code == EthMessage.Receipts);
        peer.Send(EthMessage.GetReceipts, EthCodec.EncodeRequest(99, new[] { node.Tree.Genesis.Hash }, EthCodec.WriteHashes));
        await peer.Changes.UntilAsync(() => peer.Received.Count(message => message.Code == EthMessage.Receipts) > before, "an answer");
    }
}
