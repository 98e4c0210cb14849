using PoaSidechain.Primitives;

namespace PoaSidechain.Evm.Tracing;

/// <summary>A call, creation or self-destruction that begins. Valid during the event only.</summary>
public readonly ref struct CallStart
{
    /// <summary>How.</summary>
    public required CallKind Kind { get; init; }

    /// <summary>0 for the outermost call.</summary>
    public required int Depth { get; init; }

    /// <summary>The account that calls, creates or goes.</summary>
    public required Address From { get; init; }

    /// <summary>The account whose code is named, the new contract, or who gets the ether.</summary>
    public required Address To { get; init; }

    /// <summary>In wei; for DELEGATECALL the value that the caller itself was sent.</summary>
    public required UInt256 Value { get; init; }

    /// <summary>Gas given along, with stipend.</summary>
    public required ulong Gas { get; init; }

    /// <summary>Call data or init code.</summary>
    public required ReadOnlySpan<byte> Input { get; init; }
}
