namespace PoaSidechain.Primitives.Bridge;

/// <summary>Kinds of assets in deposits and withdrawals.</summary>
public enum AssetKind : byte
{
    /// <summary>No asset.</summary>
    None = 0,

    /// <summary>The native coin of L1, native coin of the sidechain as well.</summary>
    Eth = 1,

    /// <summary>A fungible token.</summary>
    Erc20 = 2,

    /// <summary>NFTs of a collection; the amount is the hash of the list of ids and amounts.</summary>
    Erc721 = 3,

    /// <summary>Semi-fungible tokens of a collection; the amount is the hash of the list of ids and amounts.</summary>
    Erc1155 = 4,

    /// <summary>A call of a contract on the other chain; the amount is the coin that goes with it, often none.</summary>
    Message = 5,

    /// <summary>A fungible token that comes from the sidechain.</summary>
    SidechainErc20 = 6,

    /// <summary>NFTs of a collection that comes from the sidechain; the amount is the hash of the list of ids and amounts.</summary>
    SidechainErc721 = 7,

    /// <summary>Semi-fungible tokens of a collection that comes from the sidechain; the amount is the hash of the list of ids and amounts.</summary>
    SidechainErc1155 = 8,
}
