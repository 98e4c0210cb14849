using PoaSidechain.Evm;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>What became of a simulated call.</summary>
/// <param name="Result">Its outcome.</param>
/// <param name="Logs">Logs, with their numbers in the block.</param>
/// <param name="ErrorText">Why it failed, in geth's words.</param>
internal sealed record SimulatedCall(TransactionResult Result, IReadOnlyList<(Log Log, int Index)> Logs, string ErrorText);
