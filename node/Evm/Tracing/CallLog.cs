using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>A log inside a call.</summary>
/// <param name="Log">The log.</param>
/// <param name="Position">How many calls the same call had made before it.</param>
/// <param name="Index">Its number, as the one who watches counts.</param>
public readonly record struct CallLog(Log Log, int Position, int Index);
