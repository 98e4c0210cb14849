using System.Net;
using PoaSidechain.Network;
using PoaSidechain.Network.Peers;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;
using PoaSidechain.Tests.TestKit.Peers.Attacks;
using Xunit;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>Every attack of the test kit, each for a moment; <c>tests/Drills hostile</c> does them for longer on a process of its own and prints figures.</summary>
[Collection(Alone.Name)]
public sealed class HostilePeerTests
{
    /// <summary>The attackers' own buffers are in it, frames of 16 MiB among them.</summary>
    private const long MostMegabytes = 384;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    [Fact(Timeout = 240_000)]
    public async Task A_node_under_attack_keeps_its_memory_and_its_good_peer()
    {
        var chain = ChainMaker.Extend(ChainMaker.Genesis, 200, transactionsEvery: 1);
        var errors = new ErrorLog();
        var options = new NetworkOptions { Port = 0, Discovery = new DiscoveryOptions { Port = 0 } };
        await using var node = await TestNode.StartAsync("node", chain, options, loggers: errors);
        var target = new AttackTarget(
            node.Enode,
            new IPEndPoint(IPAddress.Loopback, node.Enode.DiscoveryPort),
            ScriptedPeer.StatusOf(node.Tree),
            chain[^1],
            [.. Enumerable.Range(0, 1024).Select(i => chain[i % chain.Length].Hash)]);
        await using var good = await GoodPeer.ConnectAsync(target, node.Tree);
        await node.UntilPeersAsync(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        foreach (var attack in (IEnumerable<Attack>)[.. RlpxAttacks.All, .. EthAttacks.All, .. UdpAttacks.All])
        {
            using var over = new CancellationTokenSource();
            var asking = good.AskUntilAsync(over.Token);
            var count = await attack.RunForAsync(target, workers: 2, seed: 1, Moment);
            await over.CancelAsync();
            var times = await asking; // throws when an answer does not come

            Assert.True(count.Connections > 0, $"{attack.Name}: nothing was done");
            Assert.NotEmpty(times);
            Assert.True(good.IsConnected, $"{attack.Name}: the good peer was dropped; {string.Join("; ", node.Ends.TakeLast(5))}");
            var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) >> 20;
            Assert.True(megabytes < MostMegabytes, $"{attack.Name}: {megabytes} MB more than before all attacks");
        }

        Assert.Empty(errors.Errors);
        var faults = node.Ends.Select(end => end.End.Fault).ToHashSet();
        PeerFault[] expected =
        [
            PeerFault.InvalidHandshake, PeerFault.InvalidFrame, PeerFault.MessageTooLarge, PeerFault.InvalidCompression, PeerFault.UnknownMessage,
            PeerFault.MalformedMessage, PeerFault.UnexpectedHello, PeerFault.UnexpectedStatus, PeerFault.TooManyItems, PeerFault.UnrequestedResponse,
            PeerFault.InvalidBlock,
        ];
        Assert.Empty(expected.Except(faults));
    }
}
