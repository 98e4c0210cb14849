using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>A block by number and hash.</summary>
internal readonly record struct BlockReference(ulong Number, Hash256 Hash);
