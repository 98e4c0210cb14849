using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>An asset of the bridge with what both chains say about it.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Name">Its name, as it says itself.</param>
/// <param name="Locked">What the Vault on L1 has locked, in smallest units.</param>
/// <param name="Outstanding">What the sidechain owes its holders.</param>
internal sealed record TokenRow(Asset Asset, string Name, UInt256 Locked, UInt256 Outstanding);
