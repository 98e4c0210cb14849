using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet;

/// <summary>Puts Anchor, Vault and Evidence on L1. The signer set is read by the Anchor from the genesis header, never typed.</summary>
internal static class BridgeDeployment
{
    /// <summary>Blocks between epoch blocks of the devnet's genesis.</summary>
    public const ulong EpochLength = 30_000;

    // Share of the ledger in basis points: one claim at once, all claims in a refill period, what counts as large; then seconds.
    private static readonly object[] Limits = [2_500UL, 5_000UL, 5_000UL, 86_400UL, 3_600UL, 86_400UL];

    public static async Task<(Deployment Deployment, ulong Gas)> RunAsync(
        Places places, Contracts contracts, Chain l1, Chain sidechain, PrivateKey deployer, CancellationToken cancellationToken)
    {
        var header = (await sidechain.AskAsync("debug_getRawHeader", cancellationToken, "0x0")).ToBytes();
        var sidechainId = (await sidechain.AskAsync("eth_chainId", cancellationToken)).ToUInt256();
        var l1Id = (await l1.AskAsync("eth_chainId", cancellationToken)).ToUInt256();
        var nonce = (await l1.AskAsync("eth_getTransactionCount", cancellationToken, deployer.Address.ToString(), "latest")).ToUInt64();
        var vaultAddress = ContractAddress.Of(deployer.Address, nonce + 1);

        // No extra verifier, no quarantine, nobody who may pause: a devnet.
        var evidenceAddress = ContractAddress.Of(deployer.Address, nonce + 2);
        object[] terms = [header, sidechainId, EpochLength, vaultAddress, Address.Zero, 0UL, Address.Zero, evidenceAddress];
        var anchor = await l1.SendAsync(deployer, null, contracts["Anchor"].EncodeDeployment(terms), cancellationToken);
        var vault = await l1.SendAsync(deployer, null, contracts["Vault"].EncodeDeployment(anchor.Contract!.Value, Limits, Limits), cancellationToken);
        if (vault.Contract != vaultAddress)
        {
            throw new DevnetException($"The Vault came to stand at {vault.Contract}, expected {vaultAddress}.");
        }

        var evidence = await l1.SendAsync(deployer, null, contracts["Evidence"].EncodeDeployment(anchor.Contract.Value), cancellationToken);
        var identity = new BridgeIdentity(sidechainId, Keccak256.Hash(header), l1Id, anchor.Contract.Value, vaultAddress);
        var text = Deployment.Write(identity, anchor.Block, EpochLength);
        await File.WriteAllTextAsync(places.Deployment, text, cancellationToken);
        return (Deployment.Parse(text), anchor.Gas + vault.Gas + evidence.Gas);
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
