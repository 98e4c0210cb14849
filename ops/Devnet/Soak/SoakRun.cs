using System.Globalization;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Soak;

/// <summary>The soak (spec/bridge.md, E2 to E4): load and mischief for as long as was asked, and then everything must add up to the last unit.</summary>
internal sealed class SoakRun(Network network, Bridge bridge, KeyBox keys, Journey journey, IDisplay display, SoakOptions options)
{
    private const int LongestQueue = 86_401; // seconds; of a large claim, see BridgeDeployment

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly UInt256 Tokens = Network.Ether(100_000);

    private readonly SoakTally _tally = new();
    private readonly List<BridgeUser> _users = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StepAsync("Users get coin and tokens", _ => PrepareAsync(cancellationToken));
        await using var liar = new LyingEndpoint(network.L1.Chain.Endpoint, options.Seed, _tally);
        await StepAsync("Checkpointers ask three endpoints of L1, the first of which lies", _ => MistrustAsync(liar, cancellationToken));
        var claimer = new Claimer(network, bridge, [keys.Get("soak-claimer"), .. Users().Select(keys.Get)], _tally);
        var streams = Enumerable.Range(0, Network.FirstSigners).Select(first => new TransferStream(network, keys.Get(StreamKeyName(first)), first, _tally)).ToArray();
        await StepAsync($"{options.Minutes} minutes of load and mischief (seed {options.Seed})", progress => RageAsync(streams, claimer, progress, cancellationToken));
        await StepAsync("Every transfer that was made is in the chain", async _ =>
        {
            var transfers = 0UL;
            foreach (var stream in streams)
            {
                transfers += await stream.SettleAsync(Patience, cancellationToken);
            }

            return string.Create(CultureInfo.InvariantCulture, $"{transfers:n0} transfers");
        });
        await StepAsync("Every deposit is credited", async _ =>
        {
            var made = await bridge.DepositedAsync(cancellationToken);
            await Wait.UntilAsync($"deposit {made} is credited", Patience, async () => await bridge.CreditedAsync(cancellationToken) == made, cancellationToken);
            return $"{made} deposits";
        });
        await StepAsync("Every withdrawal is paid", _ => PayAsync(claimer, cancellationToken));
        await StepAsync("Nothing was lost, to the last unit", _ => CheckAsync(cancellationToken));
        await StepAsync("All validators agree, nobody sealed twice", _ => AgreeAsync(cancellationToken));
        display.Table("The soak", ["what", "count"], _tally.Rows());
    }

    private Task StepAsync(string step, Func<Action<string>, Task<string>> work) => journey.StepAsync(step, async progress => (await work(progress), 0UL));

    private async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        await network.L1.FundAsync(Users().Append("soak-claimer").Select(name => keys.Get(name).Address), Network.Ether(1_000), cancellationToken);
        var bank = keys.Get(CheckpointerProcess.FeeKeyName(Network.FirstSigners + 1)); // the one in waiting pays no fees now
        for (var i = 0; i < Network.FirstSigners; i++)
        {
            await network.Sidechain.SendAsync(bank, keys.Get(StreamKeyName(i)).Address, ReadOnlyMemory<byte>.Empty, cancellationToken, Network.Ether(network.FeeEther / 5));
        }

        foreach (var name in Users())
        {
            var user = keys.Get(name);
            var mint = network.Contracts.Function("TestToken", "mint").EncodeCall(user.Address, Tokens);
            await network.L1.Chain.SendAsync(keys.Get("deployer"), network.Token, mint, cancellationToken);
            _users.Add(new BridgeUser(network, bridge, user, _tally));
        }

        return $"{_users.Count} users";
    }

    /// <summary>The second truthful endpoint is the same anvil by its other name.</summary>
    private async Task<string> MistrustAsync(LyingEndpoint liar, CancellationToken cancellationToken)
    {
        var truth = network.L1.Chain.Endpoint;
        network.L1Endpoints = [liar.Address, truth, truth.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)];
        foreach (var validator in network.Validators)
        {
            await network.StopCheckpointerAsync(validator.Number);
            network.StartCheckpointer(validator.Number);
        }

        var (before, _, _) = await bridge.HeadAsync(cancellationToken);
        await Wait.UntilAsync("a checkpoint is accepted all the same", Patience, async () => (await bridge.HeadAsync(cancellationToken)).Index > before, cancellationToken);
        return $"{liar.Address} lies";
    }

    private async Task<string> RageAsync(IEnumerable<TransferStream> streams, Claimer claimer, Action<string> progress, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var firstBlock = await network.Sidechain.HeadAsync(cancellationToken);
        var (firstCheckpoint, _, _) = await bridge.HeadAsync(cancellationToken);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stopping.CancelAfter(TimeSpan.FromMinutes(options.Minutes));
        List<Task> all = [.. streams.Select(stream => stream.RunAsync(stopping.Token)), claimer.RunAsync(stopping.Token), new Mischief(network, new Random(options.Seed), _tally).RunAsync(stopping.Token)];
        all.AddRange(_users.Select((user, i) => user.RunAsync(new Random(options.Seed + 1 + i), stopping.Token)));
        var ended = Task.WhenAll(all);
        while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None)) != ended)
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(start).TotalMinutes:0.0} min, {_tally.Of("transfers mined"):n0} transfers, {_tally.Of("claims")} claims"));
            if (all.Find(task => task.IsFaulted) is { } broken)
            {
                await stopping.CancelAsync();
                await broken; // tells why
            }
        }

        await ended;
        cancellationToken.ThrowIfCancellationRequested();
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var blocks = await network.Sidechain.HeadAsync(cancellationToken) - firstBlock;
        _tally.Set("blocks sealed", (long)blocks);
        _tally.Set("checkpoints accepted", (long)((await bridge.HeadAsync(cancellationToken)).Index - firstCheckpoint));
        _tally.Set("transfers a second", (long)(_tally.Of("transfers mined") / seconds));
        return $"{blocks} blocks";
    }

    private async Task<string> PayAsync(Claimer claimer, CancellationToken cancellationToken)
    {
        await Wait.UntilAsync(
            "all withdrawals are claimed",
            Patience,
            async () => await claimer.ClaimAllAsync(cancellationToken) == 0 && await claimer.IsDoneAsync(cancellationToken),
            cancellationToken);
        await network.L1.Chain.AskAsync("evm_increaseTime", cancellationToken, LongestQueue);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken); // a block of L1 has the new time
        var released = await claimer.ReleaseAllAsync(cancellationToken);
        _tally.Set("claims that had waited in the queue", released);
        return $"{(await bridge.WithdrawalsAsync(cancellationToken)).Count} withdrawals, {released} of them from the queue";
    }

    private async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var ledger in await bridge.LedgersAsync(cancellationToken))
        {
            Require(ledger.Holds && ledger.Unclaimed.IsZero, $"the books must balance: {ledger}");
        }

        foreach (var user in _users)
        {
            var sum = await bridge.L1TokensAsync(user.Address, cancellationToken) + await bridge.MirroredAsync(user.Address, cancellationToken);
            Require(sum == Tokens, $"{user.Address} must have {Tokens} tokens on both chains together, has {sum}");
        }

        return "coin, tokens, every user";
    }

    private async Task<string> AgreeAsync(CancellationToken cancellationToken)
    {
        var goal = await network.Sidechain.HeadAsync(cancellationToken) + 3;
        await Wait.UntilAsync($"all validators have block {goal}", Patience, () => network.AgreeAsync(goal, cancellationToken), cancellationToken);
        foreach (var validator in network.Validators)
        {
            var found = await validator.Chain.AskAsync("clique_getEquivocations", cancellationToken);
            Require(found.GetArrayLength() == 0, $"validator {validator.Number} saw an equivocation: {found}");
        }

        return $"block {goal}";
    }

    private static IEnumerable<string> Users() => Enumerable.Range(1, 8).Select(number => $"soak-{number}");

    private static string StreamKeyName(int number) => $"soak-stream-{number}";

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new DevnetException(what);
        }
    }
}
