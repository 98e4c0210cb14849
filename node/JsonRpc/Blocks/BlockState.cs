using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>A block and the state after it.</summary>
internal readonly record struct BlockState(BlockHeader Header, StateView State);
