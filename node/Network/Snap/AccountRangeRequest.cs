using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Snap;

/// <summary>Asks for accounts of a state.</summary>
internal sealed record AccountRangeRequest(Hash256 Root, Hash256 First, Hash256 Last, ulong MaxBytes);
