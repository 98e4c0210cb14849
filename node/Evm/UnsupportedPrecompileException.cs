namespace PoaSidechain.Evm;

/// <summary>Code called a precompiled contract that this node cannot compute. The block can be neither accepted nor refused: processing has to stop.</summary>
public sealed class UnsupportedPrecompileException(string contract)
    : NotSupportedException($"The precompiled contract {contract} is not supported by this node.");
