using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Devnet.Scenario;

/// <summary>A fifth signer is voted in over RPC, seals, L1's signer set follows; it is voted out again.</summary>
internal sealed class Votes(Network network, Bridge bridge, Journey journey)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private Validator Fifth => network.Validators[Network.FirstSigners];

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        await journey.StepAsync("A fifth signer is voted in over RPC", _ => VoteAsync(true, cancellationToken));
        await journey.StepAsync("The fifth signer seals a block", _ => SealAsync(cancellationToken));
        await journey.StepAsync("L1's signer set follows", _ => FollowAsync(cancellationToken));
        await journey.StepAsync("The fifth signer is voted out", _ => VoteAsync(false, cancellationToken));
        await journey.StepAsync("L1's signer set follows again", _ => FollowAsync(cancellationToken));
    }

    /// <summary>Has a majority of the signers there are vote the fifth in or out; how many voted.</summary>
    public static async Task<int> PassAsync(Network network, bool authorize, TimeSpan limit, CancellationToken cancellationToken)
    {
        var fifth = network.Validators[Network.FirstSigners].Signer;
        var voters = network.Validators.Take(((await SignersAsync(network, cancellationToken)).Size / 2) + 1).ToArray();
        foreach (var voter in voters)
        {
            await voter.Chain.AskAsync("clique_propose", cancellationToken, fifth.ToString(), authorize);
        }

        await Wait.UntilAsync(
            $"the vote about {fifth} passes", limit, async () => (await SignersAsync(network, cancellationToken)).Contains(fifth) == authorize, cancellationToken);
        foreach (var voter in voters)
        {
            await voter.Chain.AskAsync("clique_discard", cancellationToken, fifth.ToString());
        }

        return voters.Length;
    }

    /// <summary>The signers now.</summary>
    public static async Task<SignerSet> SignersAsync(Network network, CancellationToken cancellationToken) =>
        new((await network.Sidechain.AskAsync("clique_getSigners", cancellationToken, "latest")).EnumerateArray().Select(signer => signer.ToAddress()));

    private async Task<(string Detail, ulong Gas)> VoteAsync(bool authorize, CancellationToken cancellationToken)
    {
        var size = (await SignersAsync(network, cancellationToken)).Size;
        var voters = await PassAsync(network, authorize, Limit, cancellationToken);
        return ($"{voters} of {size} voted, {(await SignersAsync(network, cancellationToken)).Size} signers now", 0);
    }

    private async Task<(string Detail, ulong Gas)> SealAsync(CancellationToken cancellationToken)
    {
        var next = await network.Sidechain.HeadAsync(cancellationToken);
        var found = 0UL;
        await Wait.UntilAsync(
            "a block of the fifth signer",
            Limit,
            async () =>
            {
                while (next <= await network.Sidechain.HeadAsync(cancellationToken))
                {
                    var sealer = await network.Sidechain.AskAsync("clique_getSigner", cancellationToken, Hex.Quantity(next));
                    if (sealer.ToAddress() == Fifth.Signer)
                    {
                        found = next;
                        return true;
                    }

                    next++;
                }

                return false;
            },
            cancellationToken);
        return ($"block {found}", 0);
    }

    private async Task<(string Detail, ulong Gas)> FollowAsync(CancellationToken cancellationToken)
    {
        var set = await SignersAsync(network, cancellationToken);
        var setHash = network.Contracts.Function("Anchor", "setHash");
        await Wait.UntilAsync(
            $"L1 knows the set of {set.Size} signers",
            Limit,
            async () =>
            {
                network.EnsureAllRun();
                return (await network.L1.Chain.ViewAsync(setHash, bridge.Identity.Anchor, cancellationToken)).Get<Hash256>(0) == set.Hash;
            },
            cancellationToken);
        var registry = network.Contracts.Function("SignerRegistry", "setHash");
        await Wait.UntilAsync(
            "the sidechain's registry follows too",
            Limit,
            async () => (await network.Sidechain.ViewAsync(registry, Predeploys.SignerRegistry, cancellationToken)).Get<Hash256>(0) == set.Hash,
            cancellationToken);
        var (index, _, _) = await bridge.HeadAsync(cancellationToken);
        var (_, gas) = await bridge.LastAcceptanceAsync(cancellationToken);
        return ($"{set.Size} signers, checkpoint {index}", gas);
    }
}
