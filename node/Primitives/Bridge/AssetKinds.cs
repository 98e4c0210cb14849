namespace PoaSidechain.Primitives.Bridge;

/// <summary>What kinds of assets have in common.</summary>
public static class AssetKinds
{
    /// <summary>True for what has ids and stands in a list, of either chain.</summary>
    public static bool IsNft(this AssetKind kind) =>
        kind is AssetKind.Erc721 or AssetKind.Erc1155 or AssetKind.SidechainErc721 or AssetKind.SidechainErc1155;

    /// <summary>True for what comes from the sidechain: locked there, with mirrors on L1.</summary>
    public static bool IsHome(this AssetKind kind) => kind is AssetKind.SidechainErc20 or AssetKind.SidechainErc721 or AssetKind.SidechainErc1155;
}
