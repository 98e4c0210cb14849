namespace PoaSidechain.Primitives.Bridge;

/// <summary>Kinds of assets in deposits and withdrawals; 5 is kept for the module that follows.</summary>
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
}
