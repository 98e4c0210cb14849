using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PoaSidechain.Checkpointer;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Checkpointer.Watchtower;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>One checkpointer of a rig: its disk outlives it, it can be killed and started again.</summary>
internal sealed class RigCheckpointer(BridgeRig rig, string name, PrivateKey? signer) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<(string Chain, string Event), long> _imitated = [];
    private readonly MeterListener _listener = new();
    private RoundCore? _core;

    public string Name => name;

    /// <summary>What a kill does not touch.</summary>
    public IKeyValueStore Disk { get; } = new MemoryStore();

    public StandInNode Node { get; } = new(rig.Sidechain, rig.SidechainAnvil);

    /// <summary>Pays the fees, on both chains.</summary>
    public PrivateKey FeeKey { get; } = FeeKeyOf(name);

    /// <summary>Plays the other role.</summary>
    public bool IsWatchtower { get; init; }

    public PrivateKey? Signer => signer;

    /// <summary>Called at every place where a kill must do no harm.</summary>
    public Action<CrashPoint>? OnCrashPoint { get; set; }

    public HealthBoard Health { get; private set; } = new();

    /// <summary>Stops it from taking part.</summary>
    public bool IsAsleep { get; set; }

    /// <summary>L1 endpoints; those of the rig unless a test says otherwise.</summary>
    public Func<IReadOnlyList<ChainClient>>? L1Endpoints { get; set; }

    public CheckpointerJournal Journal => new(Disk);

    /// <summary>Events of the bridge's kinds by other contracts, as it counted them.</summary>
    public long Imitations => _imitated.Values.Sum();

    /// <summary>The same of one chain and event.</summary>
    public long Imitated((string Chain, string Event) kind) => _imitated.GetValueOrDefault(kind);

    /// <summary>One round; a kill inside it throws the process' memory away.</summary>
    public async Task TickAsync()
    {
        if (IsAsleep)
        {
            return;
        }

        try
        {
            _core ??= Start();
            await _core.TickAsync(CancellationToken.None);
            if (_core.Refusal is { } refusal)
            {
                throw new InvalidOperationException($"{name} refuses to run: {refusal}");
            }
        }
        catch (KilledException)
        {
            Kill();
        }
    }

    /// <summary>kill -9: nothing is finished, nothing is said.</summary>
    public void Kill() => _core = null;

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    public static PrivateKey FeeKeyOf(string name) => TestKeys.Named($"fee {name}");

    private void Listen()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "bridge.event.imitated" && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _imitated.AddOrUpdate(((string)tags[0].Value!, (string)tags[1].Value!), value, (_, sum) => sum + value));
        _listener.Start();
    }

    private RoundCore Start()
    {
        Health = new HealthBoard();
        var time = rig.Time;
        var endpoints = L1Endpoints?.Invoke() ?? [rig.NewL1Client()];
        var connections = new CheckpointerConnections(
            new NodeClient(new ChainClient(new RpcClient(Node, TimeSpan.FromSeconds(30)))), new EndpointPool(endpoints));
        Listen();
        var metrics = new CheckpointerMetrics(_services.GetRequiredService<IMeterFactory>(), Health);
        var services = new LaneServices(time, new CrashPoints(point => OnCrashPoint?.Invoke(point)), metrics, rig.LoggerFor(name));
        var options = rig.Options(endpoints.Count);
        var journal = new CheckpointerJournal(Disk);
        journal.Claim(rig.Deployment.Identity);
        var keys = new CheckpointerKeys(signer, FeeKey);
        return IsWatchtower
            ? new WatchtowerCore(options, rig.Deployment, keys, journal, connections, Health, services)
            : new CheckpointerCore(options, rig.Deployment, keys, journal, connections, Health, services);
    }
}
