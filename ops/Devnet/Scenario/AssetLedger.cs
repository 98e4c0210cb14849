using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Scenario;

/// <summary>What both chains hold of an asset, in its smallest unit.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Locked">Locked in the Vault on L1.</param>
/// <param name="Outstanding">In circulation on the sidechain.</param>
/// <param name="Unclaimed">Withdrawn there, but not yet claimed on L1.</param>
internal sealed record AssetLedger(string Name, UInt256 Locked, UInt256 Outstanding, UInt256 Unclaimed)
{
    /// <summary>The identity that must hold once every deposit is credited.</summary>
    public bool Holds => Locked == Outstanding + Unclaimed;
}
