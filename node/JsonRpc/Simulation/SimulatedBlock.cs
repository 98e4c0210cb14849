using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>A block that a simulation came to.</summary>
/// <param name="Block">The block, without a seal.</param>
/// <param name="Calls">One outcome for each transaction.</param>
/// <param name="State">The state after it.</param>
internal sealed record SimulatedBlock(Block Block, IReadOnlyList<SimulatedCall> Calls, StateView State);
