using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Evm.Tracing;

/// <summary>A call with all calls made in it, as geth's call tracer records it.</summary>
public sealed record CallTrace
{
    private readonly List<CallTrace> _calls = [];
    private readonly List<CallLog> _logs = [];

    /// <summary>How.</summary>
    public required CallKind Kind { get; init; }

    /// <summary>The account that calls, creates or goes.</summary>
    public required Address From { get; init; }

    /// <summary>The account whose code is named, the new contract, or who gets the ether.</summary>
    public required Address To { get; init; }

    /// <summary>In wei.</summary>
    public required UInt256 Value { get; init; }

    /// <summary>Gas given along. Of the outermost call: without the intrinsic gas, which geth's figure contains.</summary>
    public required ulong Gas { get; set; }

    /// <summary>Gas used. Of the outermost call: before refunds and without the intrinsic gas.</summary>
    public ulong GasUsed { get; set; }

    /// <summary>Call data or init code.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Return data, the reason of a revert, or the deployed code.</summary>
    public ReadOnlyMemory<byte> Output { get; internal set; }

    /// <summary>Why it failed, or none.</summary>
    public EvmError Error { get; internal set; }

    /// <summary>The failure in geth's words; empty for success.</summary>
    public string ErrorText { get; internal set; } = "";

    /// <summary>Calls made in it, in order.</summary>
    public IReadOnlyList<CallTrace> Calls => _calls;

    /// <summary>Logs written by itself, in order; void when it or a call around it failed.</summary>
    public IReadOnlyList<CallLog> Logs => _logs;

    internal void Add(CallTrace call) => _calls.Add(call);

    internal void Add(Log log, int index) => _logs.Add(new CallLog(log, _calls.Count, index));

    /// <summary>Forgets the last call made in it.</summary>
    public void RemoveLastCall() => _calls.RemoveAt(_calls.Count - 1);
}
