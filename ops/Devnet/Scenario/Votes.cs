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

    private async Task<(string Detail, ulong Gas)> VoteAsync(bool authorize, CancellationToken cancellationToken)
    {
        var size = (await SignersAsync(cancellationToken)).Size;
        var voters = network.Validators.Take((size / 2) + 1).ToArray(); // a majority of the signers there are
        foreach (var voter in voters)
        {
            await voter.Chain.AskAsync("clique_propose", cancellationToken, Fifth.Signer.ToString(), authorize);
        }

        await Wait.UntilAsync(
            $"the vote about {Fifth.Signer} passes",
            Limit,
            async () => (await SignersAsync(cancellationToken)).Contains(Fifth.Signer) == authorize,
            cancellationToken);
        foreach (var voter in voters)
        {
            await voter.Chain.AskAsync("clique_discard", cancellationToken, Fifth.Signer.ToString());
        }

        return ($"{voters.Length} of {size} voted, {(await SignersAsync(cancellationToken)).Size} signers now", 0);
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
        var set = await SignersAsync(cancellationToken);
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

    private async Task<SignerSet> SignersAsync(CancellationToken cancellationToken) =>
        new((await network.Sidechain.AskAsync("clique_getSigners", cancellationToken, "latest")).EnumerateArray().Select(signer => signer.ToAddress()));
}
