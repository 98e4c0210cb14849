using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Snap;

/// <summary>Asks for codes.</summary>
internal sealed record CodesRequest(IReadOnlyList<Hash256> Hashes, ulong MaxBytes);
