using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>The answer of eth_createAccessList.</summary>
/// <param name="AccessList">The list.</param>
/// <param name="GasUsed">Gas used with it.</param>
/// <param name="Error">Why the execution failed; null when it did not.</param>
internal sealed record AccessListResult(AccessListEntry[] AccessList, ulong GasUsed, string? Error);
