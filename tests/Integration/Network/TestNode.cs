using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Network;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Chains;
using PoaSidechain.Tests.TestKit.Peers;

namespace PoaSidechain.Tests.Integration.Network;

/// <summary>A whole network service on a loopback port, over a chain and a pool in memory.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private TestNode(PrivateKey key, NetworkOptions options, BlockHeader genesis, ChainSpec spec, TimeProvider time, ILoggerFactory loggers)
    {
        Tree = new InMemoryBlockTree(genesis);
        Service = new NetworkService(
            options, key, new NetworkChain(spec, Tree, Tree, Pool), new NetworkEnvironment(time, new Random(1), loggers, new TestMeterFactory()));
        Tree.Imported += (_, _) => Changes.Notify();
        Pool.Offered += (_, _) => Changes.Notify();
        Service.PeerManager.PeerJoined += _ => Changes.Notify();
        Service.PeerManager.PeerLeft += _ => Changes.Notify();
        Service.PeerManager.ConnectionEnded += (id, end) =>
        {
            Ends.Enqueue((id, end));
            Changes.Notify();
        };
    }

    public Changes Changes { get; } = new();

    public InMemoryBlockTree Tree { get; }

    public InMemoryTransactionPool Pool { get; } = new();

    public NetworkService Service { get; }

    public Enode Enode => Service.Enode;

    /// <summary>Connections that are over, in order.</summary>
    public ConcurrentQueue<(NodeId? Id, SessionEnd End)> Ends { get; } = new();

    /// <summary>Starts a node; its blocks may be added before by <paramref name="blocks"/>.</summary>
    public static async Task<TestNode> StartAsync(
        string name,
        IEnumerable<Block>? blocks = null,
        NetworkOptions? options = null,
        BlockHeader? genesis = null,
        ChainSpec? spec = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null)
    {
        var node = new TestNode(
            TestKeys.Named(name),
            options ?? Options(),
            genesis ?? ChainMaker.Genesis,
            spec ?? ChainMaker.Spec,
            time ?? TimeProvider.System,
            loggers ?? NullLoggerFactory.Instance);
        await node.Tree.AddAsync(blocks ?? []);
        await node.Service.StartAsync(CancellationToken.None);
        return node;
    }

    /// <summary>A free port, quick to dial again, and these static peers.</summary>
    public static NetworkOptions Options(params Enode[] staticPeers) => new()
    {
        Port = 0,
        StaticPeers = staticPeers,
        RedialDelay = TimeSpan.FromMilliseconds(50),
        MaxRedialDelay = TimeSpan.FromMilliseconds(400),
    };

    public Task UntilHeadAsync(Hash256 hash) => Changes.UntilAsync(() => Tree.Head.Hash == hash, $"head {hash}");

    public Task UntilKnownAsync(Hash256 hash) => Changes.UntilAsync(() => Tree.FindHeader(hash) is not null, $"block {hash}");

    public Task UntilPeersAsync(int count) => Changes.UntilAsync(() => Service.PeerCount == count, $"{count} peers");

    public Task UntilPooledAsync(IEnumerable<Transaction> transactions)
    {
        var hashes = transactions.Select(transaction => transaction.Hash).ToArray();
        return Changes.UntilAsync(() => Array.TrueForAll(hashes, hash => Pool.Contains(hash)), $"{hashes.Length} transactions");
    }

    /// <summary>Waits for a connection to end in a certain way.</summary>
    public async Task<SessionEnd> UntilEndAsync(Func<SessionEnd, bool> matches, string what)
    {
        try
        {
            await Changes.UntilAsync(() => Ends.Any(end => matches(end.End)), $"a connection that ends with {what}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; there were [{string.Join("; ", Ends)}]", e);
        }

        return Ends.First(end => matches(end.End)).End;
    }

    public Task<SessionEnd> UntilFaultAsync(PeerFault fault) => UntilEndAsync(end => end.Fault == fault, fault.ToString());

    public Task<SessionEnd> UntilToldAsync(DisconnectReason reason) =>
        UntilEndAsync(end => end.ByRemote && end.Reason == reason, $"the peer saying {reason}");

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
