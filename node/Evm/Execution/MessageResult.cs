namespace PoaSidechain.Evm.Execution;

/// <summary>How the outermost call or creation ended.</summary>
/// <param name="Error">Why it failed, or none.</param>
/// <param name="GasLeft">Gas not used, before refunds.</param>
/// <param name="Output">Return data, or the reason of a revert.</param>
internal readonly record struct MessageResult(EvmError Error, long GasLeft, byte[] Output);
