namespace PoaSidechain.Primitives.Bridge;

/// <summary>The one-time message by which the genesis signers tell the sidechain which L1 contracts it belongs to.</summary>
/// <remarks>L1's chain id and the Anchor stand in the EIP-712 domain it is signed in.</remarks>
/// <param name="DeploymentId">The random value the genesis wrote into the SignerRegistry.</param>
/// <param name="SidechainChainId">Chain id of the sidechain.</param>
/// <param name="GenesisHash">Hash of its block 0.</param>
/// <param name="Vault">The Vault on L1.</param>
public sealed record Binding(Hash256 DeploymentId, UInt256 SidechainChainId, Hash256 GenesisHash, Address Vault) : IBridgeMessage
{
    /// <summary>EIP-712 type hash.</summary>
    public static Hash256 Type { get; } =
        BridgeIdentity.HashOf("Binding(bytes32 deploymentId,uint256 sidechainChainId,bytes32 genesisHash,address vault)");

    /// <summary>The binding of a bridge.</summary>
    public static Binding Of(BridgeIdentity identity, in Hash256 deploymentId) =>
        new(deploymentId, identity.SidechainChainId, identity.GenesisHash, identity.Vault);

    /// <inheritdoc/>
    public Hash256 TypeHash => Type;

    /// <inheritdoc/>
    public byte[] Encode()
    {
        var encoded = new byte[5 * 32];
        var writer = new WordWriter(encoded);
        writer.Write(Type);
        writer.Write(DeploymentId);
        writer.Write(SidechainChainId);
        writer.Write(GenesisHash);
        writer.Write(Vault);
        return encoded;
    }
}
