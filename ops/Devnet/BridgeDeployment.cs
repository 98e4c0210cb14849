using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet;

/// <summary>Puts the bridge's contracts on L1. The signer set is read by the Anchor from the genesis header, never typed.</summary>
internal static class BridgeDeployment
{
    /// <summary>Blocks between epoch blocks of the devnet's genesis.</summary>
    public const ulong EpochLength = 30_000;

    // Share of the ledger in basis points: one claim at once, all claims in a refill period, what counts as large; then seconds.
    private static readonly SpeedLimits Limits = new(2_500, 5_000, 5_000, 86_400, 3_600, 86_400);

    public static async Task<(Deployment Deployment, ulong Gas)> RunAsync(
        Places places, Contracts contracts, Chain l1, Chain sidechain, PrivateKey deployer, CancellationToken cancellationToken)
    {
        var nonce = (await l1.AskAsync("eth_getTransactionCount", cancellationToken, deployer.Address.ToString(), "latest")).ToUInt64();

        // No extra verifier, no quarantine, nobody who may pause: a devnet.
        var terms = new BridgeTerms
        {
            L1ChainId = (await l1.AskAsync("eth_chainId", cancellationToken)).ToUInt256(),
            GenesisHeader = (await sidechain.AskAsync("debug_getRawHeader", cancellationToken, "0x0")).ToBytes(),
            SidechainChainId = (await sidechain.AskAsync("eth_chainId", cancellationToken)).ToUInt256(),
            EpochLength = EpochLength,
            EthLimits = Limits,
            Erc20Limits = Limits,
        };
        var plan = new DeploymentPlan(terms, deployer.Address, nonce, name => contracts[name]);
        var gas = 0UL;
        var startBlock = 0UL;
        foreach (var step in plan.Steps)
        {
            var mined = await l1.SendAsync(deployer, null, step.InitCode, cancellationToken);
            if (mined.Contract != step.Address)
            {
                throw new DevnetException($"{step.Contract} came to stand at {mined.Contract}, expected {step.Address}.");
            }

            gas += mined.Gas;
            startBlock = step.Contract == "Anchor" ? mined.Block : startBlock;
        }

        var text = Deployment.Write(plan, startBlock);
        await File.WriteAllTextAsync(places.Deployment, text, cancellationToken);
        return (Deployment.Parse(text), gas);
    }

    /// <summary>The token that the scenario plays with, with a supply for its maker.</summary>
    public static async Task<Address> TokenAsync(Places places, Contracts contracts, Chain l1, PrivateKey maker, CancellationToken cancellationToken)
    {
        var mined = await l1.SendAsync(maker, null, contracts["TestToken"].EncodeDeployment("Play Money", "PLAY"), cancellationToken);
        await File.WriteAllTextAsync(places.Notes, new JsonObject { ["token"] = mined.Contract!.Value.ToString() }.ToJsonString(), cancellationToken);
        return mined.Contract.Value;
    }

    public static Address KnownToken(Places places) => JsonNode.Parse(File.ReadAllText(places.Notes))?["token"]?.GetValue<string>() is { } text
        ? Address.Parse(text)
        : throw new DevnetException($"{places.Notes} names no token: delete {places.Root} and begin anew.");
}
