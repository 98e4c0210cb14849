using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Bindings;

/// <summary>What the sidechain's SignerRegistry says about the bridge it belongs to.</summary>
/// <param name="IsBound">The one-time binding has happened.</param>
/// <param name="DeploymentId">The value the genesis wrote.</param>
/// <param name="SidechainId">As bound; zero before.</param>
/// <param name="L1ChainId">As bound; zero before.</param>
/// <param name="Vault">As bound; zero before.</param>
/// <param name="Anchor">As bound; zero before.</param>
internal sealed record RegistryState(
    bool IsBound, Hash256 DeploymentId, Hash256 SidechainId, UInt256 L1ChainId, Address Vault, Address Anchor)
{
    public static async Task<RegistryState> ReadAsync(NodeClient node, CancellationToken cancellationToken)
    {
        var isBound = (await CallAsync(node, "isBound", cancellationToken)).Get<bool>(0);
        var deploymentId = (await CallAsync(node, "deploymentId", cancellationToken)).Get<Hash256>(0);
        if (!isBound)
        {
            return new RegistryState(false, deploymentId, default, default, default, default);
        }

        var identity = await CallAsync(node, "identity", cancellationToken);
        var anchor = (await CallAsync(node, "anchor", cancellationToken)).Get<Address>(0);
        return new RegistryState(
            true, deploymentId, identity.Get<Hash256>("sidechainId"), identity.Get<UInt256>("l1ChainId"), identity.Get<Address>("vault"), anchor);
    }

    /// <summary>True when it is bound to this bridge.</summary>
    public bool IsBoundTo(BridgeIdentity bridge) =>
        IsBound && SidechainId == bridge.SidechainId && L1ChainId == bridge.L1ChainId && Vault == bridge.Vault && Anchor == bridge.Anchor;

    private static async Task<AbiTuple> CallAsync(NodeClient node, string name, CancellationToken cancellationToken)
    {
        var function = BridgeAbi.SignerRegistry.Function(name);
        var answer = await node.ViewAsync(Predeploys.SignerRegistry, function.EncodeCall(), cancellationToken);
        return function.DecodeResult(answer.Span);
    }
}
