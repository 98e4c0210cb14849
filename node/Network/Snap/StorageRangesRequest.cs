using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Snap;

/// <summary>Asks for slots of one or more accounts; first and last are of the first of them.</summary>
internal sealed record StorageRangesRequest(Hash256 Root, IReadOnlyList<Hash256> Accounts, Hash256 First, Hash256 Last, ulong MaxBytes);
