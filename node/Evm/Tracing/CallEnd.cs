namespace PoaSidechain.Evm.Tracing;

/// <summary>How a call, creation or self-destruction ended. Valid during the event only.</summary>
public readonly ref struct CallEnd
{
    /// <summary>0 for the outermost call.</summary>
    public required int Depth { get; init; }

    /// <summary>Gas that it used.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>Return data, the reason of a revert, or the deployed code.</summary>
    public required ReadOnlySpan<byte> Output { get; init; }

    /// <summary>Why it failed, or none.</summary>
    public required EvmError Error { get; init; }

    /// <summary>The failure in geth's words, with the instruction where geth names it; empty for success.</summary>
    public required string ErrorText { get; init; }
}
