using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Eth;

/// <summary>The best block that a peer is known to have.</summary>
/// <param name="Hash">The block.</param>
/// <param name="Number">Its height, once known.</param>
/// <param name="TotalDifficulty">Its total difficulty, as the peer says; 0 while only its height was told.</param>
internal sealed record PeerHead(Hash256 Hash, ulong? Number, UInt256 TotalDifficulty);
