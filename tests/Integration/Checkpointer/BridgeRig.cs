using System.Text;
using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Two real chains with the real contracts, and checkpointers that make their rounds when the test says so.</summary>
internal sealed partial class BridgeRig : IAsyncDisposable
{
    private const ulong SidechainChainId = 77_001;
    private const ulong L1ChainId = 900;

    /// <summary>Name of the one that may pause.</summary>
    public const string Watchtower = "watchtower";

    private readonly StringBuilder _log = new();

    private BridgeRig(Anvil l1, Anvil sidechain, StandInChain chain)
    {
        L1 = l1;
        SidechainAnvil = sidechain;
        Sidechain = chain;
    }

    public Anvil L1 { get; }

    public Anvil SidechainAnvil { get; }

    public StandInChain Sidechain { get; }

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));

    public Deployment Deployment { get; private set; } = null!;

    public BridgeIdentity Identity => Deployment.Identity;

    public List<RigCheckpointer> Checkpointers { get; } = [];

    /// <summary>Its guardian is the fee key of whoever is called <see cref="Watchtower"/>.</summary>
    public Address PauseBoard { get; private set; }

    /// <summary>An account of anvil's own with much ETH on L1 and nothing on the sidechain.</summary>
    public Address Alice { get; private set; }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Changes to the settings of all checkpointers started from now on.</summary>
    public Action<CheckpointerOptions>? Configure { get; set; }

    /// <summary>Starts both chains, deploys the bridge, and makes one checkpointer for each signer. L1 finalizes what lies two epochs deep.</summary>
    /// <param name="signers">How many signers.</param>
    /// <param name="slotsInAnEpoch">Blocks of an epoch of L1.</param>
    /// <param name="limits">How fast assets may leave; by default faster than anyone should deploy, so that tests need not wait.</param>
    public static async Task<BridgeRig> StartAsync(int signers, int slotsInAnEpoch = 2, SpeedLimits? limits = null)
    {
        Assert.SkipWhen(Anvil.Binary is null, "No anvil: run bridge-contracts/setup.");
        var keys = Enumerable.Range(0, signers).Select(i => TestKeys.Named($"signer {i}")).ToArray();
        var set = new SignerSet(keys.Select(k => k.Address));
        var l1 = await Anvil.StartAsync("--chain-id", $"{L1ChainId}", "--slots-in-an-epoch", $"{slotsInAnEpoch}");
        var past = ReadTime(await l1.AskAsync("eth_getBlockByNumber", "latest", false)) - 100_000;
        var sidechain = await Anvil.StartAsync("--chain-id", $"{SidechainChainId}", "--hardfork", "london", "--timestamp", $"{past}");
        var rig = new BridgeRig(l1, sidechain, new StandInChain(sidechain, StandInChain.GenesisOf(set, past), set));
        try
        {
            await rig.DeployAsync(set, slotsInAnEpoch, limits ?? new SpeedLimits(5_000, 10_000, 10_000, 86_400, 3_600, 86_400));
            foreach (var key in keys)
            {
                await rig.AddCheckpointerAsync($"c{rig.Checkpointers.Count}", key);
            }

            await rig.SidechainAnvil.MineAsync(); // the balances given out become part of a block
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public async Task<RigCheckpointer> AddCheckpointerAsync(string name, PrivateKey? signer)
    {
        var checkpointer = new RigCheckpointer(this, name, signer) { IsWatchtower = name == Watchtower };
        await L1.FundAsync(checkpointer.FeeKey.Address, 100);
        await SidechainAnvil.FundAsync(checkpointer.FeeKey.Address, 100);
        Checkpointers.Add(checkpointer);
        return checkpointer;
    }

    /// <summary>The first so many signers' checkpointers take no part from now on: their keys are in other hands.</summary>
    public void Sleep(int signers = int.MaxValue)
    {
        foreach (var checkpointer in Checkpointers.Where(c => !c.IsWatchtower).Take(signers))
        {
            checkpointer.IsAsleep = true;
        }
    }

    /// <summary>Blocks of the sidechain bear real seals from the next on.</summary>
    public void SealFromNowOn() => Sidechain.KeyOf = account => Checkpointers.Select(c => c.Signer).First(k => k?.Address == account)!;

    public ChainClient NewL1Client() => new(RpcClient.Create(L1.Address.ToString(), TimeSpan.FromSeconds(30)));

    public ILogger LoggerFor(string name) => new RigLogger(this, name);

    public CheckpointerOptions Options(int endpoints)
    {
        var options = new CheckpointerOptions { DeploymentFile = "none", DataDirectory = "none" };
        for (var i = 0; i < endpoints; i++)
        {
            options.L1.Endpoints.Add($"http://127.0.0.1:{i + 1}"); // only their number counts here
        }

        options.L1.PollInterval = TimeSpan.Zero;
        options.Checkpoints.IntervalBlocks = 40;
        options.Checkpoints.WithdrawalIntervalBlocks = 4;
        options.Checkpoints.MinimumBurial = 3;
        options.Checkpoints.RoundTimeout = TimeSpan.FromSeconds(60);
        options.Checkpoints.TakeoverTime = TimeSpan.FromSeconds(60);
        options.Deposits.TakeoverTime = TimeSpan.FromSeconds(60);
        Configure?.Invoke(options);
        return options;
    }

    /// <summary>One round of every checkpointer, then a block on each chain and some time.</summary>
    public async Task StepAsync(TimeSpan? time = null)
    {
        await Sidechain.RefreshAsync();
        foreach (var checkpointer in Checkpointers)
        {
            await checkpointer.TickAsync();
            await Sidechain.RefreshAsync();
        }

        await MineAsync(time);
    }

    public async Task MineAsync(TimeSpan? time = null)
    {
        await L1.MineAsync();
        await SidechainAnvil.MineAsync();
        await Sidechain.RefreshAsync();
        Time.Advance(time ?? TimeSpan.FromSeconds(2));
    }

    /// <summary>Steps until something holds; fails with the log when it does not come.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds, int steps = 60, TimeSpan? time = null)
    {
        for (var i = 0; i < steps; i++)
        {
            if (await holds())
            {
                return;
            }

            await StepAsync(time);
        }

        var health = Checkpointers.SelectMany(c => c.Health.Reasons().Select(r => $"{c.Name} {r.Part} {r.Level}: {r.Reason}"));
        Assert.Fail($"It did not come to this: {what}\n{string.Join('\n', health)}\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        Checkpointers.ForEach(checkpointer => checkpointer.Dispose());
        await L1.DisposeAsync();
        await SidechainAnvil.DisposeAsync();
    }

    private static ulong ReadTime(System.Text.Json.JsonElement block) => Convert.ToUInt64(block.GetProperty("timestamp").GetString(), 16);

    private async Task DeployAsync(SignerSet set, int slotsInAnEpoch, SpeedLimits limits)
    {
        foreach (var predeploy in Artifacts.Predeploys())
        {
            await PlaceAsync(predeploy, set);
        }

        // The registry compares with BLOCKHASH(0) during the first 256 blocks, and anvil's block 0 is not the stand-in's.
        await SidechainAnvil.MineAsync(260);
        await Sidechain.RefreshAsync();

        Alice = Address.Parse((await L1.AskAsync("eth_accounts"))[0].GetString()!);
        var terms = new BridgeTerms
        {
            L1ChainId = L1ChainId,
            GenesisHeader = Sidechain.Genesis.Encode(),
            SidechainChainId = SidechainChainId,
            EpochLength = StandInChain.EpochLength,
            EthLimits = limits,
            Erc20Limits = limits,
            Guardians = [RigCheckpointer.FeeKeyOf(Watchtower).Address],
        };
        var plan = new DeploymentPlan(terms, Alice, 0, Artifacts.Load);
        var startBlock = 0UL;
        foreach (var step in plan.Steps)
        {
            var receipt = await L1.SendAsync(Alice, null, step.InitCode);
            startBlock = step.Contract == "Anchor" ? Convert.ToUInt64(receipt.GetProperty("blockNumber").GetString(), 16) : startBlock;
        }

        PauseBoard = plan.AddressOf("PauseBoard");
        Deployment = Deployment.Parse(Deployment.Write(plan, startBlock));
        await L1.MineAsync((2 * slotsInAnEpoch) + 1);
    }

    private async Task PlaceAsync(System.Text.Json.JsonElement predeploy, SignerSet set)
    {
        var address = predeploy.GetProperty("address").GetString();
        var reserve = UInt256.One << 96;
        await SidechainAnvil.AskAsync("anvil_setCode", address, predeploy.GetProperty("code").GetString());
        await SidechainAnvil.AskAsync("anvil_setNonce", address, "0x1");
        foreach (var slot in predeploy.GetProperty("storage").EnumerateArray())
        {
            var value = slot.GetProperty("rule").GetString() switch
            {
                "constant" => Hash256.Parse(slot.GetProperty("value").GetString()!),
                "signerSetHash" => set.Hash,
                "deploymentId" => Keccak256.Hash("a throwaway deployment"u8),
                "epochLength" => ((UInt256)StandInChain.EpochLength).ToHash256(),
                "ownBalance" => reserve.ToHash256(),
                var rule => throw new InvalidOperationException($"unknown rule {rule}"),
            };
            await SidechainAnvil.AskAsync("anvil_setStorageAt", address, slot.GetProperty("slot").GetString(), value.ToString());
        }

        if (predeploy.GetProperty("name").GetString() == "NativeVault")
        {
            await SidechainAnvil.AskAsync("anvil_setBalance", address, Hex.Quantity(reserve));
        }
    }

    private void Write(string line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private sealed class RigLogger(BridgeRig rig, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            rig.Write($"{name} {logLevel} {eventId.Id}: {formatter(state, exception)}{(exception is null ? "" : " " + exception)}");
    }
}
