using System.Diagnostics.Metrics;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Solvency;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Signing;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Node.Health;
using PoaSidechain.Node.Telemetry;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>All instruments of both programs, gathered from the real classes: each is made to report once, so that its tags show.</summary>
internal static class MetricCatalogue
{
    public static async Task<IReadOnlyList<KnownMetric>> GatherAsync()
    {
        var found = new List<KnownMetric>();
        await CollectAsync("node", found, NodeAsync);
        await CollectAsync("checkpointer", found, CheckpointerAsync);
        CollectRuntime(found);
        return [.. found.OrderBy(metric => metric.Program == "both" ? 1 : 0).ThenBy(metric => metric.Prometheus, StringComparer.Ordinal)];
    }

    private static async Task CollectAsync(string program, List<KnownMetric> found, Func<IMeterFactory, MeterListener, Task> report)
    {
        using var meters = new TestMeters();
        using var listener = new MeterListener();
        var ours = new HashSet<Meter>();
        using var factory = new NotingFactory(meters, ours);
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (ours.Contains(instrument.Meter))
            {
                Listen(program, found, instrument, to);
            }
        };
        Start(listener);
        await report(factory, listener);
    }

    /// <summary>.NET's own, about the process.</summary>
    private static void CollectRuntime(List<KnownMetric> found)
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == "System.Runtime")
            {
                Listen("both", found, instrument, to);
            }
        };
        Start(listener);
        listener.RecordObservableInstruments();
    }

    private static async Task NodeAsync(IMeterFactory meters, MeterListener listener)
    {
        var signers = new[] { TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D };
        await using var chain = new LocalChain(TestGenesis.London(signers));
        var chainMetrics = new ChainMetrics(meters);
        chainMetrics.Watch(chain.Importer, chain.Pin);
        var clique = new CliqueMetrics(meters);
        clique.Watch(chain.Engine, chain.Tree, chain.Proposals);
        _ = new StateMetrics(meters, chain.States);
        _ = new PoolMetrics(meters, chain.Pool);
        _ = new NodeMetrics(meters, () => new HealthReport("green", [], 1, 1, 1, false), 2, "1");
        for (var i = 0; i < 4; i++)
        {
            await chain.SealInTurnAsync(signers);
        }

        // Out of turn once, for what was missed.
        var snapshot = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!;
        var next = chain.Tree.Head.Number + 1;
        var block = await chain.SealAsync(signers.First(key => !snapshot.IsInTurn(next, key.Address) && snapshot.NextAllowed(next, key.Address) == next));
        clique.Sealed(inTurn: true);
        clique.NotSealed(SealRefusal.Unavailable);
        clique.Equivocation(EquivocationKind.SameParent);
        chainMetrics.Imported(block, new ImportResult(ImportOutcome.Refused, BlockVerdict.Invalid(BlockError.GasUsedMismatch)), null, TimeSpan.Zero);
        chainMetrics.Imported(block, new ImportResult(ImportOutcome.BecameHead, BlockVerdict.Valid), new HeadChange([block], [block]), TimeSpan.Zero);

        var folder = Directory.CreateTempSubdirectory();
        new StorageMetrics(meters, folder.FullName).Written(TimeSpan.Zero, durable: true);
        var rpc = new RpcMetrics(meters);
        rpc.Called("eth_blockNumber", RpcError.Refused("no"), TimeSpan.Zero);
        rpc.Connected("ws", 1);
        rpc.Subscribed(1);
        using var network = new NetworkMetrics(meters);
        Report(network);
        listener.RecordObservableInstruments();
        folder.Delete(recursive: true);
    }

    private static void Report(NetworkMetrics network)
    {
        network.PeerJoined(inbound: true);
        network.MessageRead("Status", 1);
        network.MessageWritten("Status", 1);
        network.Disconnected(new SessionEnd(DisconnectReason.Requested));
        network.Banned(PeerFault.None);
        network.Dialled(connected: true);
        network.RequestDone("GetBlockHeaders", "answered", TimeSpan.Zero);
        network.BlockSynced("head");
        network.BlockAnnounced("head");
        network.TransactionReceived("accepted");
        network.DiscoveryPacket(DiscoveryMessageType.Ping, inbound: true);
        network.DiscoveryRefused(DiscoveryFault.None);
        network.TableChanged(1);
        network.LookupDone(TimeSpan.Zero);
    }

    private static Task CheckpointerAsync(IMeterFactory meters, MeterListener listener)
    {
        var metrics = new CheckpointerMetrics(meters, new HealthBoard());
        metrics.Signed("Checkpoint");
        metrics.Refused("Checkpoint", "AlreadySigned");
        metrics.Disagreed();
        metrics.Ticked(TimeSpan.Zero);
        var lane = metrics.Lane("l1");
        lane.Report(1, TimeSpan.Zero);
        lane.Bumped();
        lane.Finished(1_000_000_000);
        lane.Has(1_000_000_000);
        metrics.Bridge.Imitated("L1", "Deposited");
        metrics.Bridge.Report([new AssetState("ETH", 18, 0, 0, 0, 0, new AssetSums())], 0, 0, 0);
        listener.RecordObservableInstruments();
        return Task.CompletedTask;
    }

    private static void Listen(string program, List<KnownMetric> found, Instrument instrument, MeterListener listener)
    {
        var metric = KnownMetric.Of(program, instrument);
        found.Add(metric);
        listener.EnableMeasurementEvents(instrument, metric);
    }

    private static void Start(MeterListener listener)
    {
        listener.SetMeasurementEventCallback<int>((_, _, tags, state) => Note(state, tags));
        listener.SetMeasurementEventCallback<long>((_, _, tags, state) => Note(state, tags));
        listener.SetMeasurementEventCallback<double>((_, _, tags, state) => Note(state, tags));
        listener.Start();
    }

    private static void Note(object? state, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            ((KnownMetric)state!).Labels.Add(tag.Key.Replace('.', '_'));
        }
    }

    /// <summary>Remembers its meters, so that those of tests that run at the same time are told apart.</summary>
    private sealed class NotingFactory(IMeterFactory inner, HashSet<Meter> made) : IMeterFactory
    {
        public Meter Create(MeterOptions options)
        {
            var meter = inner.Create(options);
            made.Add(meter);
            return meter;
        }

        public void Dispose() => inner.Dispose();
    }
}
