using PoaSidechain.Chain.Joining;
using PoaSidechain.Chain.Store;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Network.Sync.Joining;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>A node joins by a downloaded state (snap/1) from nodes of ours, among them such as lie, stall or stop.</summary>
[Collection(Alone.Name)]
public sealed class SnapJoinTests
{
    private const int Contracts = 12;
    private const int Blocks = 120;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_node_joins_from_two_nodes_and_goes_on_as_if_it_had_executed_everything()
    {
        await using var chain = await SealAsync();
        await using var first = await ServeAsync(chain, "first");
        await using var second = await ServeAsync(chain, "second");
        var start = new SnapStart();
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: start);

        node.Service.AddPeer(first.Service.Enode);
        node.Service.AddPeer(second.Service.Enode);
        await AtHeadAsync(node, chain);

        AssertJoined(node, chain);
        Assert.True(start.IsDeleted);

        await StatefulChain.SealAsync(chain, 3, Contracts); // and it follows
        await AtHeadAsync(node, chain);
    }

    public enum SnapLie
    {
        GapInAccounts,
        MovedAccount,
        ForeignProof,
        NoProof,
        EmptyAccounts,
        GapInSlots,
        ChangedSlot,
        EmptySlots,
        WrongCode,
        EmptyCodes,
        Silence,
    }

    [Theory]
    [InlineData(SnapLie.GapInAccounts, PeerFault.InvalidRange)]
    [InlineData(SnapLie.MovedAccount, PeerFault.InvalidRange)]
    [InlineData(SnapLie.ForeignProof, PeerFault.InvalidRange)]
    [InlineData(SnapLie.NoProof, PeerFault.InvalidRange)]
    [InlineData(SnapLie.EmptyAccounts, PeerFault.WithheldState)]
    [InlineData(SnapLie.GapInSlots, PeerFault.InvalidRange)]
    [InlineData(SnapLie.ChangedSlot, PeerFault.InvalidRange)]
    [InlineData(SnapLie.EmptySlots, PeerFault.WithheldState)]
    [InlineData(SnapLie.WrongCode, PeerFault.WrongCode)]
    [InlineData(SnapLie.EmptyCodes, PeerFault.WithheldState)]
    [InlineData(SnapLie.Silence, PeerFault.RequestTimeout)]
    public async Task Who_lies_about_a_state_is_dropped_for_it_and_the_node_joins_from_the_other(SnapLie lie, PeerFault fault)
    {
        await using var chain = await SealAsync();
        using var states = new SnapServer(chain.Tree, chain.States);
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: new SnapStart());
        await using var liar = await JoinPeerAsync(node, chain, "liar", states);
        liar.SnapLie = (code, _, answer) => Lie(lie, code, answer);
        liar.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await node.Changes.UntilAsync(() => EndOf(node, liar.Id) is not null, "the liar's end", Limit);
        Assert.Equal(0ul, node.Chain.Tree.Head.Number);

        await using var honest = await JoinPeerAsync(node, chain, "honest", states);
        honest.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await AtHeadAsync(node, chain);

        AssertJoined(node, chain);
        Assert.Equal(fault, EndOf(node, liar.Id)?.Fault);
        Assert.Null(EndOf(node, honest.Id));
    }

    [Fact]
    public async Task While_the_chain_goes_on_the_pivot_moves_and_the_state_is_healed()
    {
        await using var chain = await SealAsync();
        using var states = new SnapServer(chain.Tree, chain.States);
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: new SnapStart());
        await using var peer = await JoinPeerAsync(node, chain, "peer", states);
        MoveOnHalfWay(node, chain, peer);
        peer.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await AtHeadAsync(node, chain);

        AssertJoined(node, chain, oldest: Blocks);
        Assert.Contains(SnapMessage.GetTrieNodes, peer.SnapReceived);
        Assert.Null(EndOf(node, peer.Id));
    }

    [Fact]
    public async Task A_false_trie_node_costs_the_peer_the_session()
    {
        await using var chain = await SealAsync();
        using var states = new SnapServer(chain.Tree, chain.States);
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: new SnapStart());
        await using var liar = await JoinPeerAsync(node, chain, "liar", states);
        MoveOnHalfWay(node, chain, liar);
        liar.SnapLie = (code, _, honest) => code == SnapMessage.GetTrieNodes ? ChangeList(honest, 1, static items => Flip(items[0])) : honest;
        liar.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await node.Changes.UntilAsync(() => EndOf(node, liar.Id) is not null, "the liar's end", Limit);

        Assert.Equal(PeerFault.WrongTrieNode, EndOf(node, liar.Id)!.Fault);
        await using var honest = await JoinPeerAsync(node, chain, "honest", states);
        honest.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await AtHeadAsync(node, chain);
        AssertJoined(node, chain);
    }

    [Fact]
    public async Task A_node_that_is_stopped_on_the_way_goes_on_from_there()
    {
        await using var chain = await SealAsync();
        using var states = new SnapServer(chain.Tree, chain.States);
        var start = new SnapStart();
        await using (var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: start))
        {
            await using var peer = await JoinPeerAsync(node, chain, "peer", states);
            var ranges = 0;
            var never = new TaskCompletionSource();
            peer.BeforeSnapAnswer = code => code == SnapMessage.GetAccountRange && Interlocked.Increment(ref ranges) > 12 ? never.Task : Task.CompletedTask;
            peer.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
            await peer.Changes.UntilAsync(() => Volatile.Read(ref ranges) > 12, "most of the ranges", Limit);
        }

        Assert.False(start.IsDeleted);
        await using var again = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: start);
        Assert.Equal(0ul, again.Chain.Tree.Head.Number);
        await using var second = await JoinPeerAsync(again, chain, "second", states);
        second.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await AtHeadAsync(again, chain);

        AssertJoined(again, chain);
        Assert.InRange(second.SnapReceived.Count(code => code == SnapMessage.GetAccountRange), 1, 8);
    }

    [Fact]
    public async Task Without_anybody_who_serves_states_every_block_is_executed()
    {
        await using var chain = await SealAsync();
        var start = new SnapStart
        {
            Options = new SnapJoinOptions { PivotDistance = 16, MaxPivotAge = 32, Patience = TimeSpan.FromMilliseconds(300) },
        };
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: start);
        await using var peer = await ScriptedPeer.DialAsync(node.Service.Enode, "peer", chain.Tree);
        peer.SayStatus(ScriptedPeer.StatusOf(chain.Tree, spec: chain.Genesis.Spec));
        await AtHeadAsync(node, chain);

        Assert.Equal(0ul, node.Chain.States.OldestRewind);
        Assert.True(start.IsDeleted);
    }

    [Fact]
    public async Task A_short_chain_is_executed()
    {
        await using var chain = StatefulChain.Create(10, Contracts, 10);
        await StatefulChain.SealAsync(chain, 20, Contracts);
        await using var peer = await ServeAsync(chain, "peer");
        await using var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: new SnapStart());
        node.Service.AddPeer(peer.Service.Enode);
        await AtHeadAsync(node, chain);

        Assert.Equal(0ul, node.Chain.States.OldestRewind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(13)]
    public async Task Taking_in_a_chain_that_was_interrupted_anywhere_ends_with_the_same_node(int writes)
    {
        await using var chain = await SealAsync();
        var start = new SnapStart { Database = new FailingStore() };
        var node = await ChainNode.StartAsync(chain.Genesis, "late", chain.Tree.Head.Timestamp + 1000, snap: start);
        await using (var peer = await ServeAsync(chain, "peer"))
        {
            ((FailingStore)start.Database).FailsAfterInstallNote = writes;
            node.Service.AddPeer(peer.Service.Enode);
            await Assert.ThrowsAsync<IOException>(() => node.Chain.Importing.WaitAsync(Limit, TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<IOException>(() => node.DisposeAsync().AsTask());
        }

        ((FailingStore)start.Database).FailsAfterInstallNote = null;
        Assert.True(ChainInstall.IsPending(start.Database));
        Assert.False(start.IsDeleted);
        ChainInstall.Resume(start.Draft, start.Database, new StateOptions());

        Assert.False(ChainInstall.IsPending(start.Database));
        var states = StateStore.Open(start.Database, new StateOptions());
        var tree = ChainDatabase.Open(start.Database, states);
        Assert.Equal((ulong)Blocks - 16, tree.Head.Number);
        Assert.Equal(chain.Tree.FindHash(tree.Head.Number), tree.Head.Hash);
        states.Check(CancellationToken.None);
    }

    /// <summary>When about half of the accounts are there, the chain goes on, further than the pivot may stay behind; the rest comes when it has moved.</summary>
    private static void MoveOnHalfWay(ChainNode node, LocalChain chain, ScriptedPeer peer)
    {
        var ranges = 0;
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.BeforeSnapAnswer = async code =>
        {
            var count = code == SnapMessage.GetAccountRange ? Interlocked.Increment(ref ranges) : 0;
            if (count == 9)
            {
                var before = node.Service.Join!.Pivot!;
                await StatefulChain.SealAsync(chain, 60, Contracts);
                peer.SayNewHead(chain.Tree);
                while (node.Service.Join.Pivot == before)
                {
                    await Task.Delay(10);
                }

                moved.SetResult();
            }

            if (count > 9)
            {
                await moved.Task;
            }
        };
    }

    private static void AssertJoined(ChainNode node, LocalChain chain, int? oldest = null)
    {
        var states = node.Chain.States;
        Assert.InRange(states.OldestRewind, (ulong)(oldest ?? Blocks - 40), chain.Tree.Head.Number - 16); // nothing below was executed
        states.Check(CancellationToken.None);
        for (var number = 1UL; number <= chain.Tree.Head.Number; number += 13)
        {
            var hash = chain.Tree.FindHash(number)!.Value;
            Assert.Equal(hash, node.Chain.Tree.FindHash(number));
            Assert.Equal(chain.Tree.FindTotalDifficulty(hash), node.Chain.Tree.FindTotalDifficulty(hash));
            Assert.Equal(chain.Tree.FindReceipts(hash)!.Length, node.Chain.Tree.FindReceipts(hash)!.Length);
            var transaction = chain.Tree.FindBody(hash)!.Transactions[1].Hash;
            Assert.Equal(number, node.Chain.Tree.FindTransaction(transaction)!.Value.Header.Number);
        }
    }

    private static byte[]? Lie(SnapLie lie, int code, byte[] honest) => (lie, code) switch
    {
        (SnapLie.Silence, SnapMessage.GetAccountRange) => null,
        (SnapLie.GapInAccounts, SnapMessage.GetAccountRange) => ChangeList(honest, 1, static accounts => accounts.RemoveAt(accounts.Count / 2)),
        (SnapLie.MovedAccount, SnapMessage.GetAccountRange) => ChangeList(honest, 1, static accounts => accounts[0][10] ^= 1),
        (SnapLie.ForeignProof, SnapMessage.GetAccountRange) => ChangeList(honest, 2, proof => WithoutFirst(proof)),
        (SnapLie.NoProof, SnapMessage.GetAccountRange) => ChangeList(honest, 2, static proof => proof.Clear()),
        (SnapLie.EmptyAccounts, SnapMessage.GetAccountRange) => ChangeList(ChangeList(honest, 2, static proof => proof.Clear()), 1, static accounts => accounts.Clear()),
        (SnapLie.GapInSlots, SnapMessage.GetStorageRanges) => ChangeFirstStorage(honest, static slots => slots.RemoveAt(slots.Count / 2)),
        (SnapLie.ChangedSlot, SnapMessage.GetStorageRanges) => ChangeFirstStorage(honest, static slots => Flip(slots[0])),
        (SnapLie.EmptySlots, SnapMessage.GetStorageRanges) => ChangeList(ChangeList(honest, 2, static proof => proof.Clear()), 1, static storages => storages.Clear()),
        (SnapLie.WrongCode, SnapMessage.GetByteCodes) => ChangeList(honest, 1, static codes => Flip(codes[0])),
        (SnapLie.EmptyCodes, SnapMessage.GetByteCodes) => ChangeList(honest, 1, static codes => codes.Clear()),
        _ => honest,
    };

    /// <summary>The root is on the way to either edge.</summary>
    private static void WithoutFirst(List<byte[]> proof)
    {
        var first = proof[0];
        proof.RemoveAll(node => node.AsSpan().SequenceEqual(first));
    }

    private static void Flip(byte[] item) => item[^1] ^= 1;

    /// <summary>Changes the slots of the first account of an answer.</summary>
    private static byte[] ChangeFirstStorage(byte[] answer, Action<List<byte[]>> change) =>
        ChangeList(answer, 1, storages =>
        {
            if (storages.Count > 0)
            {
                storages[0] = Encode(Split(storages[0]), change);
            }
        });

    /// <summary>Changes the items, as they are encoded, of one list of an answer.</summary>
    private static byte[] ChangeList(byte[] answer, int index, Action<List<byte[]>> change)
    {
        var parts = Split(answer);
        parts[index] = Encode(Split(parts[index]), change);
        return Encode(parts, static _ => { });
    }

    private static List<byte[]> Split(byte[] list)
    {
        List<byte[]> items = [];
        var reader = new RlpReader(list).ReadList();
        while (!reader.IsAtEnd)
        {
            items.Add(reader.ReadRaw().ToArray());
        }

        return items;
    }

    private static byte[] Encode(List<byte[]> items, Action<List<byte[]>> change)
    {
        change(items);
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        items.ForEach(item => writer.WriteRaw(item));
        writer.EndList(list);
        return writer.ToArray();
    }

    private static async Task<LocalChain> SealAsync()
    {
        var chain = StatefulChain.Create(accounts: 600, Contracts, slots: 9_000);
        await StatefulChain.SealAsync(chain, Blocks, Contracts);
        return chain;
    }

    private static Task<ServingNode> ServeAsync(LocalChain chain, string name) => ServingNode.StartAsync(chain, name);

    private static Task<ScriptedPeer> JoinPeerAsync(ChainNode node, LocalChain chain, string name, SnapServer states) =>
        ScriptedPeer.DialAsync(node.Service.Enode, name, chain.Tree, states: states);

    private static PoaSidechain.Network.Rlpx.SessionEnd? EndOf(ChainNode node, NodeId id) =>
        node.Ends.Where(end => end.Id == id).Select(static end => end.End).FirstOrDefault();

    private static Task AtHeadAsync(ChainNode node, LocalChain chain) =>
        node.Changes.UntilAsync(() => node.Chain.Tree.Head.Hash == chain.Tree.Head.Hash, "the head", Limit);
}
