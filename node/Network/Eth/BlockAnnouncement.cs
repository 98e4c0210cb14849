using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Eth;

/// <summary>A peer says that it has a block.</summary>
/// <param name="Hash">The block.</param>
/// <param name="Number">Its height, as the peer says.</param>
internal readonly record struct BlockAnnouncement(Hash256 Hash, ulong Number);
