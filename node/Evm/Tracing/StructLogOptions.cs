namespace PoaSidechain.Evm.Tracing;

/// <summary>What a <see cref="StructLogTracer"/> records; names and defaults as geth's.</summary>
/// <param name="EnableMemory">All of memory, at each instruction.</param>
/// <param name="DisableStack">No stack.</param>
/// <param name="DisableStorage">No storage.</param>
/// <param name="EnableReturnData">Return data, at each instruction.</param>
/// <param name="Limit">Most instructions recorded; 0 for all.</param>
public sealed record StructLogOptions(
    bool EnableMemory = false, bool DisableStack = false, bool DisableStorage = false, bool EnableReturnData = false, int Limit = 0);
