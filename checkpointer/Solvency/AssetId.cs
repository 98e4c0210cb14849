using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Solvency;

/// <summary>An asset by where it comes from: one address can be a token on both chains.</summary>
/// <param name="IsHome">True for a token of the sidechain, which is locked there and mirrored on L1; else it is the other way round.</param>
/// <param name="Token">The token on its own chain; zero for the native coin of L1.</param>
internal readonly record struct AssetId(bool IsHome, Address Token)
{
    /// <summary>What it is called in alarms and metrics.</summary>
    public string Name => IsHome ? "sidechain " + Token.ToChecksumString() : Token.IsZero ? "ETH" : Token.ToChecksumString();
}
