using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Network;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>A whole node but for RPC: real chain, real engine, real network on a loopback port.</summary>
internal sealed class ChainNode : IAsyncDisposable
{
    private ChainNode(GenesisFile genesis, string name, bool readsAhead, SnapStart? snap)
    {
        Chain = new LocalChain(genesis, snap?.Database);
        var preparation = readsAhead ? new BlockPreparation(genesis.Spec, Chain.Engine) : null;
        Service = new NetworkService(
            new NetworkOptions { Port = 0 },
            TestKeys.Named(name),
            new NetworkChain(genesis.Spec, Chain.Tree, Chain.Importer, Chain.Pool)
            {
                Preparation = preparation,
                States = Chain.States,
                Join = snap is null ? null : MakeJoin(snap),
                JoinOptions = snap?.Options ?? new(),
            },
            new NetworkEnvironment(TimeProvider.System, new Random(1), NullLoggerFactory.Instance, new TestMeters()));
        Chain.Tree.HeadChanged += _ => Changes.Notify();
        Service.PeerManager.PeerJoined += _ => Changes.Notify();
        Service.PeerManager.ConnectionEnded += (id, end) =>
        {
            Ends.Enqueue((id, end));
            Changes.Notify();
        };
    }

    public LocalChain Chain { get; }

    public NetworkService Service { get; }

    public Changes Changes { get; } = new();

    /// <summary>Connections that are over, in order.</summary>
    public ConcurrentQueue<(NodeId? Id, SessionEnd End)> Ends { get; } = new();

    /// <summary>Starts a node at genesis.</summary>
    /// <param name="genesis">Its genesis.</param>
    /// <param name="name">Names its key.</param>
    /// <param name="now">What its chain takes for the time, seconds since 1970.</param>
    /// <param name="readsAhead">False to leave all signatures to the importer.</param>
    /// <param name="snap">To join by a downloaded state; null to execute every block.</param>
    public static async Task<ChainNode> StartAsync(GenesisFile genesis, string name, ulong now, bool readsAhead = true, SnapStart? snap = null)
    {
        var node = new ChainNode(genesis, name, readsAhead, snap);
        node.Chain.Clock.Advance(TimeSpan.FromSeconds(now - genesis.Timestamp));
        await node.Service.StartAsync(CancellationToken.None);
        return node;
    }

    private ChainJoin MakeJoin(SnapStart snap) => new()
    {
        Tree = Chain.Tree,
        Database = Chain.Database,
        States = Chain.States,
        StateOptions = new StateOptions(),
        Verifier = new HeaderVerifier(Chain.Genesis.Spec, Chain.Engine, Chain.Pin, Chain.Clock),
        Importer = Chain.Importer,
        OpenDraft = () => snap.Draft,
        DeleteDraft = () => snap.IsDeleted = true,
    };

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Chain.DisposeAsync();
    }
}
