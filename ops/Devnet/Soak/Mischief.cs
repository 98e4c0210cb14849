using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Links;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Soak;

/// <summary>One bad thing after another, by a seed: nodes and checkpointers are killed, validators are cut off from each other, L1 is reorganised, its fees jump, signers are voted in and out.</summary>
/// <remarks>Validator 1, which the users ask, is never killed; the others are, at any moment.</remarks>
internal sealed class Mischief(Network network, Random random, SoakTally tally)
{
    /// <summary>Deepest reorganisation of L1; finality there lies one block deeper.</summary>
    public const int DeepestReorganisation = 7;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public async Task RunAsync(CancellationToken stopping)
    {
        Func<CancellationToken, Task>[] deeds = [KillValidatorAsync, PartitionAsync, KillCheckpointerAsync, ReorganiseAsync, RaiseFeesAsync, VoteAsync];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(random.Next(3, 12)), stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await deeds[random.Next(deeds.Length)](CancellationToken.None); // what was begun is mended before the end
            }
            catch (RpcUnavailableException)
            {
                tally.Add("deeds that somebody was too busy to take part in");
            }
        }
    }

    private async Task KillValidatorAsync(CancellationToken cancellationToken)
    {
        var victim = network.Validators[random.Next(1, network.Validators.Count)];
        await victim.KillAsync();
        tally.Add("validators killed");
        await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 8)), cancellationToken);
        victim.Start(network.Validators);
        await victim.InStepWithAsync(network.Validators[0], Limit, cancellationToken);
    }

    /// <summary>Cuts off one or two validators for a while, the first among them too: silently, one way only, or with connections closed.</summary>
    private async Task PartitionAsync(CancellationToken cancellationToken)
    {
        LinkState[] states = [LinkState.Silent, LinkState.DiallerUnheard, LinkState.DialledUnheard, LinkState.Refused];
        var group = network.Validators.Select(validator => validator.Number).OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToHashSet();
        network.Mesh!.Between(group, states[random.Next(states.Length)]);
        tally.Add(group.Count == 1 ? "validators cut off alone" : "validators cut off in twos");
        await Task.Delay(TimeSpan.FromSeconds(random.Next(2, 15)), cancellationToken);
        network.Mesh.Between(group, LinkState.Open);
        var goal = await network.Sidechain.HeadAsync(cancellationToken) + 1;
        await Wait.UntilAsync($"all validators agree about block {goal} after the lines were mended", Limit, () => network.AgreeAsync(goal, cancellationToken), cancellationToken);
    }

    private async Task KillCheckpointerAsync(CancellationToken cancellationToken)
    {
        var number = random.Next(1, network.Validators.Count + 1);
        await network.KillCheckpointerAsync(number);
        tally.Add("checkpointers killed");
        await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 6)), cancellationToken);
        network.StartCheckpointer(number);
    }

    private async Task ReorganiseAsync(CancellationToken cancellationToken)
    {
        var depth = random.Next(1, DeepestReorganisation + 1);
        await network.L1.Chain.AskAsync("anvil_reorg", cancellationToken, depth, new JsonArray());
        tally.Add("reorganisations of L1, up to seven blocks");
    }

    private async Task RaiseFeesAsync(CancellationToken cancellationToken)
    {
        var head = await network.L1.Chain.AskAsync("eth_getBlockByNumber", cancellationToken, "latest", false);
        var raised = head.Field("baseFeePerGas").ToUInt256() * 10UL;
        var ceiling = (UInt256)500_000_000_000UL; // anvil's accounts must be able to go on
        await network.L1.Chain.AskAsync("anvil_setNextBlockBaseFeePerGas", cancellationToken, Hex.Quantity(raised < ceiling ? raised : ceiling));
        tally.Add("times L1's base fee rose tenfold");
    }

    private async Task VoteAsync(CancellationToken cancellationToken)
    {
        var isIn = (await Votes.SignersAsync(network, cancellationToken)).Contains(network.Validators[Network.FirstSigners].Signer);
        await Votes.PassAsync(network, !isIn, Limit, cancellationToken);
        tally.Add(isIn ? "signers voted out" : "signers voted in");
    }
}
