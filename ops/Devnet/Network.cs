using System.Globalization;
using System.Text.Json;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Devnet.Links;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Devnet;

/// <summary>Everything that runs: L1, validators, checkpointers. Started in order, ended in reverse.</summary>
internal sealed class Network(Places places, KeyBox keys, DevnetOptions options) : IAsyncDisposable
{
    /// <summary>Validators in the genesis; one more waits to be voted in.</summary>
    public const int FirstSigners = 4;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly SortedDictionary<int, ChildProcess> _checkpointers = [];
    private readonly SortedDictionary<int, int> _checkpointerPorts = [];

    public L1 L1 { get; private set; } = null!;

    /// <summary>The lines between the validators; only a soak has them.</summary>
    public Mesh? Mesh { get; private set; }

    /// <summary>Where checkpointers find L1, asked in this order.</summary>
    public IReadOnlyList<string> L1Endpoints { get; set; } = [];

    public List<Validator> Validators { get; } = [];

    /// <summary>Ether that the genesis gave each checkpointer's fee account.</summary>
    public ulong FeeEther => options.FeeEther;

    public Deployment Deployment { get; private set; } = null!;

    public Address Token { get; private set; }

    /// <summary>The console; null while none is up.</summary>
    public ConsoleProcess? Console { get; private set; }

    public Contracts Contracts { get; } = new(places);

    public Chain Sidechain => Validators[0].Chain;

    /// <summary>Where the metrics of the validators are.</summary>
    public IEnumerable<(string Instance, string Address)> NodeTargets => Validators.Select(v => ($"validator-{v.Number}", new Uri(v.Metrics).Authority));

    /// <summary>Where the metrics of the checkpointers are.</summary>
    public IReadOnlyList<(string Instance, string Address)> CheckpointerTargets =>
        [.. _checkpointerPorts.Select(entry => ($"checkpointer-{entry.Key}", $"127.0.0.1:{Text((ulong)entry.Value)}"))];

    private IEnumerable<ChildProcess> Processes => Validators.Select(v => v.Process).OfType<ChildProcess>().Append(L1.Process).Concat(_checkpointers.Values)
        .Concat(Console is null ? [] : [Console.Process]);

    public void EnsureAllRun()
    {
        foreach (var process in Processes)
        {
            process.EnsureRuns();
        }
    }

    public async Task StartL1Async(CancellationToken cancellationToken)
    {
        L1 = await L1.StartAsync(places, options.Soak is null ? 2 : (Soak.Mischief.DeepestReorganisation + 1) / 2, cancellationToken);
        L1Endpoints = [L1.Chain.Endpoint];
        var accounts = new[] { "deployer", "alice", "bob", "carol" }.Concat(Numbers().Select(CheckpointerProcess.FeeKeyName)).Select(name => keys.Get(name).Address);
        await L1.FundAsync(accounts, Ether(100), cancellationToken);
    }

    /// <summary>Keystores, one genesis file, a data folder for each.</summary>
    public async Task PrepareValidatorsAsync(CancellationToken cancellationToken)
    {
        foreach (var number in Numbers())
        {
            Validators.Add(await Validator.CreateAsync(places, keys, number, cancellationToken));
        }

        if (!File.Exists(places.Genesis))
        {
            var signers = Validators.Take(FirstSigners).Select(v => v.Signer.ToString());
            var funds = Numbers().Select(number => $"{keys.Get(CheckpointerProcess.FeeKeyName(number)).Address}={FeeEther}");
            await Tool.RunAsync(
                places.Node,
                [
                    "genesis", "new", "--chainid", Text(options.ChainId), "--period", Text(options.Period), "--epoch", Text(BridgeDeployment.EpochLength),
                    "--template", options.Template, "--bridge", "--out", places.Genesis, "--signer", string.Join(',', signers), "--fund", string.Join(',', funds),
                ],
                cancellationToken);
        }

        Mesh = options.Soak is null ? null : new Mesh(Validators);
        foreach (var validator in Validators)
        {
            validator.Mesh = Mesh;
            await validator.InitialiseAsync(keys, cancellationToken);
        }
    }

    /// <summary>Starts the validators and waits until all have met and agree on a block that is newer than what was there.</summary>
    public async Task StartValidatorsAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in Validators)
        {
            validator.Start(Validators);
        }

        foreach (var validator in Validators)
        {
            await Wait.UntilAsync(
                $"validator {validator.Number} has all its peers",
                StartLimit,
                async () =>
                {
                    validator.Process!.EnsureRuns();
                    return (await validator.Chain.AskAsync("net_peerCount", cancellationToken)).ToUInt64() >= (ulong)(Validators.Count - 1);
                },
                cancellationToken);
        }

        var goal = await Sidechain.HeadAsync(cancellationToken) + 3;
        await Wait.UntilAsync($"all validators have block {goal}", StartLimit, () => AgreeAsync(goal, cancellationToken), cancellationToken);
    }

    public async Task<ulong> DeployAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(places.Deployment) && File.Exists(places.Notes))
        {
            Deployment = Deployment.Parse(await File.ReadAllTextAsync(places.Deployment, cancellationToken), places.Deployment);
            Token = BridgeDeployment.KnownToken(places);
            return (await L1.Chain.AskAsync("eth_getCode", cancellationToken, Deployment.Identity.Anchor.ToString(), "latest")).GetString() is "0x"
                ? throw new DevnetException($"L1 has lost the bridge (its state is saved when it ends in order): delete {places.Root} and begin anew.")
                : 0UL;
        }

        var deployer = keys.Get("deployer");
        (Deployment, var gas) = await BridgeDeployment.RunAsync(places, Contracts, L1.Chain, Sidechain, deployer, cancellationToken);
        Token = await BridgeDeployment.TokenAsync(places, Contracts, L1.Chain, deployer, cancellationToken);
        return gas;
    }

    public async Task StartCheckpointersAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in Validators)
        {
            _checkpointerPorts[validator.Number] = Ports.Take(9650 + validator.Number);
            StartCheckpointer(validator.Number);
        }

        var isBound = Contracts.Function("SignerRegistry", "isBound");
        await Wait.UntilAsync(
            "the sidechain knows its bridge",
            StartLimit,
            async () =>
            {
                EnsureAllRun();
                return (await Sidechain.ViewAsync(isBound, Primitives.Bridge.Predeploys.SignerRegistry, cancellationToken)).Get<bool>(0);
            },
            cancellationToken);
    }

    /// <summary>Starts the checkpointer beside a validator.</summary>
    /// <param name="number">The validator's number.</param>
    /// <param name="otherL1">Endpoints of L1 on top of <see cref="L1Endpoints"/>.</param>
    public void StartCheckpointer(int number, params string[] otherL1)
    {
        var validator = Validators.Single(v => v.Number == number);
        _checkpointers[number] = CheckpointerProcess.Start(places, keys, validator, [.. L1Endpoints, .. otherL1], _checkpointerPorts[number]);
    }

    /// <summary>Ends a checkpointer; it can be started again.</summary>
    public async Task StopCheckpointerAsync(int number)
    {
        if (_checkpointers.Remove(number, out var process))
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Ends a checkpointer as a power cut would.</summary>
    public async Task KillCheckpointerAsync(int number)
    {
        if (_checkpointers.TryGetValue(number, out var process))
        {
            await process.KillAsync();
            await StopCheckpointerAsync(number);
        }
    }

    /// <summary>Ends every checkpointer.</summary>
    public Task StopCheckpointersAsync() => Task.WhenAll(_checkpointers.Keys.ToArray().Select(StopCheckpointerAsync));

    /// <summary>Ends every validator as a power cut would.</summary>
    public Task KillValidatorsAsync() => Task.WhenAll(Validators.Select(validator => validator.KillAsync()));

    /// <summary>Shows everything in the browser.</summary>
    public void StartConsole() => Console = ConsoleProcess.Start(places, Validators[0], L1.Chain.Endpoint);

    public async ValueTask DisposeAsync()
    {
        if (Console is not null)
        {
            await Console.DisposeAsync();
        }

        await Task.WhenAll(_checkpointers.Values.Select(c => c.DisposeAsync().AsTask()));
        await Task.WhenAll(Validators.Select(v => v.DisposeAsync().AsTask()));
        if (Mesh is not null)
        {
            await Mesh.DisposeAsync();
        }

        if (L1 is not null)
        {
            await L1.DisposeAsync();
        }
    }

    public static UInt256 Ether(ulong amount) => (UInt256)amount * 1_000_000_000_000_000_000UL;

    private static IEnumerable<int> Numbers() => Enumerable.Range(1, FirstSigners + 1);

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>True when all validators have that block and it is the same.</summary>
    public async Task<bool> AgreeAsync(ulong number, CancellationToken cancellationToken)
    {
        List<string> hashes = [];
        foreach (var validator in Validators)
        {
            validator.Process!.EnsureRuns();
            var block = await validator.Chain.AskAsync("eth_getBlockByNumber", cancellationToken, Hex.Quantity(number), false);
            if (block.ValueKind == JsonValueKind.Null)
            {
                return false;
            }

            hashes.Add(block.GetProperty("hash").GetString()!);
        }

        return hashes.Distinct(StringComparer.Ordinal).Count() == 1;
    }
}
