using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Where a transaction stands in a block.</summary>
internal sealed record TransactionPlace(BlockHeader Header, int Index);
