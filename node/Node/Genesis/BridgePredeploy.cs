using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Genesis;

/// <summary>A contract of the bridge that stands in the genesis.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its fixed address.</param>
/// <param name="Code">Runtime code, hex.</param>
/// <param name="Balance">In wei.</param>
/// <param name="Storage">Slots set from the start.</param>
internal sealed record BridgePredeploy(
    string Name, Address Address, string Code, UInt256 Balance, IReadOnlyList<(Hash256 Slot, UInt256 Value)> Storage);
