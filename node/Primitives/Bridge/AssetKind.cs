namespace PoaSidechain.Primitives.Bridge;

/// <summary>Kinds of assets in deposits and withdrawals; 3 to 5 are kept for the modules that follow.</summary>
public enum AssetKind : byte
{
    /// <summary>No asset.</summary>
    None = 0,

    /// <summary>The native coin of L1, native coin of the sidechain as well.</summary>
    Eth = 1,

    /// <summary>A fungible token.</summary>
    Erc20 = 2,
}
