using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Drill;
using PoaSidechain.Devnet.Observe;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Devnet.Soak;

namespace PoaSidechain.Devnet;

/// <summary>One run of the devnet, from start to end.</summary>
internal static class Run
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>The exit code: 0 when every step held (and, without --once, the person ended it), else 1.</summary>
    public static async Task<int> RunAsync(DevnetOptions options, IDisplay display, CancellationToken cancellationToken)
    {
        var places = Places.Find(options.Directory ?? (options.EscapeDrill ? Directory.CreateTempSubdirectory("poa-escape-drill-").FullName : null));
        if (options.EscapeDrill && File.Exists(places.Genesis))
        {
            throw new DevnetException($"{places.Root} holds a chain: the escape drill ends the chain it plays with, so it begins one of its own. Name an empty folder.");
        }

        Directory.CreateDirectory(places.Logs);
        using var owned = Claim(places);
        var keys = new KeyBox(places);
        keys.Open();
        await using var network = new Network(places, keys, options);
        Prometheus? prometheus = null;
        var journey = new Journey(display);
        try
        {
            await StartAsync(network, journey, display, cancellationToken);
            if (options.EscapeDrill)
            {
                await new EscapeDrill(places, network, new Bridge(network), keys, journey, display).RunAsync(cancellationToken);
                display.Say(FormattableString.Invariant($"Everybody left: {journey.Steps.Count} steps in {journey.Elapsed.TotalSeconds:0} s. What each run said: {places.Logs}"));
                return 0;
            }

            if (options.Observe)
            {
                await journey.StepAsync("Prometheus scrapes nodes and checkpointers", async _ =>
                {
                    prometheus = await Prometheus.StartAsync(places, network, options.Drill ? RuleCopy.Write(places) : places.Rules, cancellationToken);
                    return (prometheus.Address, 0UL);
                });
            }

            var bridge = new Bridge(network);
            await new Assets(network, bridge, keys, journey).PlayAsync(cancellationToken);
            await new Votes(network, bridge, journey).HoldAsync(cancellationToken);
            IReadOnlyList<AssetLedger> ledgers = [];
            await journey.StepAsync("Locked = outstanding + unclaimed", async _ =>
            {
                ledgers = await bridge.LedgersAsync(cancellationToken);
                return ledgers.All(ledger => ledger.Holds)
                    ? (string.Join(" and ", ledgers.Select(ledger => ledger.Name)), 0UL)
                    : throw new DevnetException(string.Join("; ", ledgers));
            });
            if (prometheus is not null && options.Once)
            {
                await ObservedAsync(prometheus, places, journey, options.Drill, cancellationToken);
            }

            if (prometheus is not null && options.Drill)
            {
                await new AlertDrill(places, network, prometheus, journey, display).RunAsync(new Provocations(places, network, bridge, keys), options.DrillOnly?.Split(','), cancellationToken);
            }

            if (options.Soak is { } soak)
            {
                await new SoakRun(network, bridge, keys, journey, display, soak).RunAsync(cancellationToken);
                ledgers = await bridge.LedgersAsync(cancellationToken);
            }

            await Summary.ShowAsync(display, journey, network, bridge, ledgers, places, cancellationToken);
            display.Say(FormattableString.Invariant($"Every step held: {journey.Steps.Count} steps in {journey.Elapsed.TotalSeconds:0} s."));
            if (prometheus is not null)
            {
                display.Say($"Prometheus: {prometheus.Address}");
            }

            if (!options.Once)
            {
                await StayAsync(network, bridge, display, cancellationToken);
            }

            return 0;
        }
        catch (StepFailedException)
        {
            display.Say($"A step did not hold. Logs: {places.Logs}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            display.Say("Ending everything in order.");
            return options.Once ? 1 : 0;
        }
        finally
        {
            if (prometheus is not null)
            {
                await prometheus.DisposeAsync();
            }
        }
    }

    private static async Task StartAsync(Network network, Journey journey, IDisplay display, CancellationToken cancellationToken)
    {
        display.Heading("PoaSidechain devnet");
        await journey.StepAsync("L1 starts", async _ =>
        {
            await network.StartL1Async(cancellationToken);
            return (network.L1.Chain.Endpoint, 0);
        });
        await journey.StepAsync("Keystores, genesis file, data folders", async _ =>
        {
            await network.PrepareValidatorsAsync(cancellationToken);
            return ($"{Network.FirstSigners} signers and one in waiting", 0);
        });
        await journey.StepAsync("Validators start, meet and seal", async _ =>
        {
            await network.StartValidatorsAsync(cancellationToken);
            return ($"block {await network.Sidechain.HeadAsync(cancellationToken)}", 0);
        });
        await journey.StepAsync("L1 contracts", async _ =>
        {
            var gas = await network.DeployAsync(cancellationToken);
            return (gas == 0 ? "there already" : $"Anchor {network.Deployment.Identity.Anchor}", gas);
        });
        await journey.StepAsync("Checkpointers start and bind the sidechain to L1", async _ =>
        {
            await network.StartCheckpointersAsync(cancellationToken);
            return ($"{network.Validators.Count} checkpointers", 0);
        });
    }

    private static async Task ObservedAsync(Prometheus prometheus, Places places, Journey journey, bool isDrill, CancellationToken cancellationToken)
    {
        await journey.StepAsync("Every dashboard panel shows something", async progress =>
        {
            var panels = Panel.ReadAll(places.Dashboards);
            await prometheus.ExpectAnswersAsync(panels, progress, cancellationToken);
            return ($"{panels.Count} queries of {panels.DistinctBy(p => p.Dashboard, StringComparer.Ordinal).Count()} dashboards", 0UL);
        });
        if (!isDrill) // its impatient copy of the rules fires on what the scenario did on purpose; the drill waits for silence
        {
            await journey.StepAsync("No alert fires", async _ => (await prometheus.ExpectQuietAsync(cancellationToken), 0UL));
        }
    }

    /// <summary>Keeps everything up until the person ends it; a process that dies ends all, with the end of its log.</summary>
    private static async Task StayAsync(Network network, Bridge bridge, IDisplay display, CancellationToken cancellationToken)
    {
        network.StartConsole();
        display.Say($"Console: {network.Console!.Address}");
        display.Say("Running. Ctrl-C ends everything.");
        await display.DuringAsync("Running", async progress =>
        {
            while (true)
            {
                network.EnsureAllRun();
                try
                {
                    var (index, lastBlock, _) = await bridge.HeadAsync(cancellationToken);
                    progress($"L1 block {await network.L1.Chain.HeadAsync(cancellationToken)}, sidechain block {await network.Sidechain.HeadAsync(cancellationToken)}, checkpoint {index} up to block {lastBlock} (Ctrl-C ends)");
                }
                catch (RpcUnavailableException e)
                {
                    progress(e.Message);
                }

                await Task.Delay(LookInterval, cancellationToken);
            }
        });
    }

    /// <summary>Two devnets in one folder would ruin each other's chains.</summary>
    private static FileStream Claim(Places places)
    {
        try
        {
            return new FileStream(places.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DevnetException($"A devnet is running on {places.Root} already.");
        }
    }
}
