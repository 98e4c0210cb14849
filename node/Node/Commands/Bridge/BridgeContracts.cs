using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Interfaces of the bridge's contracts, out of the artifacts that are deployed.</summary>
internal static class BridgeContracts
{
    public static ContractAbi Anchor { get; } = Load("Anchor");

    public static ContractAbi Evidence { get; } = Load("Evidence");

    public static ContractAbi PauseBoard { get; } = Load("PauseBoard");

    public static ContractAbi Vault { get; } = Load("Vault");

    public static ContractAbi NftVault { get; } = Load("NftVault");

    public static ContractAbi Messenger { get; } = Load("Messenger");

    public static ContractAbi SideMessenger { get; } = Load("SideMessenger");

    public static ContractAbi Executor { get; } = Load("Executor");

    public static ContractAbi SignerRegistry { get; } = Load("SignerRegistry");

    public static ContractAbi Inbox { get; } = Load("Inbox");

    public static ContractAbi Outbox { get; } = Load("Outbox");

    public static ContractAbi NativeVault { get; } = Load("NativeVault");

    public static ContractAbi AssetBridge { get; } = Load("AssetBridge");

    public static ContractAbi NftBridge { get; } = Load("NftBridge");

    public static ContractAbi MirrorFactory { get; } = Load("MirrorFactory");

    public static ContractAbi NftMirrorFactory { get; } = Load("NftMirrorFactory");

    /// <summary>A mirror; what it shares with every ERC-20 is used for L1 tokens as well.</summary>
    public static ContractAbi Mirror { get; } = Load("MirrorERC20");

    public static ContractAbi TokenVault { get; } = Load("TokenVault");

    public static ContractAbi MirrorBridge { get; } = Load("MirrorBridge");

    /// <summary>Deposits without an approval.</summary>
    public static ContractAbi Router { get; } = Load("Router");

    /// <summary>The mirror on L1 of a token of the sidechain.</summary>
    public static ContractAbi HomeMirror { get; } = Load("HomeMirror");

    /// <summary>Keeps the sidechain's own NFTs.</summary>
    public static ContractAbi CollectionVault { get; } = Load("CollectionVault");

    /// <summary>Mints and burns their mirrors on L1.</summary>
    public static ContractAbi CollectionBridge { get; } = Load("CollectionBridge");

    private static ContractAbi[] All =>
    [
        Anchor, Evidence, PauseBoard, Vault, NftVault, Messenger, SideMessenger, Executor, SignerRegistry, Inbox, Outbox, NativeVault, AssetBridge, Mirror,
        TokenVault, MirrorBridge, HomeMirror, CollectionVault, CollectionBridge, Router, NftBridge, Load("MirrorERC721"), Load("MirrorERC1155"),
    ];

    /// <summary>Revert data by the name of the contract's error, or as bytes.</summary>
    public static string Describe(ReadOnlySpan<byte> revertData)
    {
        foreach (var abi in All)
        {
            if (abi.TryDecodeError(revertData, out var error, out var arguments))
            {
                return error.Name + arguments;
            }
        }

        return revertData.IsEmpty ? "the call reverted without a reason" : Primitives.Hex.Encode(revertData);
    }

    /// <summary>A contract as it is deployed.</summary>
    public static ContractArtifact Artifact(string name) => ContractArtifact.Parse(Text(name));

    private static ContractAbi Load(string name) => ContractAbi.Parse(Text(name));

    private static string Text(string name)
    {
        using var stream = typeof(BridgeContracts).Assembly.GetManifestResourceStream($"bridge.{name}.json")
            ?? throw new InvalidOperationException($"The program was built without the artifact of {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
