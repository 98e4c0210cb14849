using PoaSidechain.Evm.Tracing;
using PoaSidechain.Primitives;
using PoaSidechain.State;

namespace PoaSidechain.Evm.Execution;

/// <summary>The outermost call or creation of a transaction (execution-specs: <c>Message</c>).</summary>
internal readonly record struct Message
{
    /// <summary><see cref="CallKind.Call"/> or <see cref="CallKind.Create"/>.</summary>
    public required CallKind Kind { get; init; }

    /// <summary>Who calls and pays the value.</summary>
    public required AccountState Sender { get; init; }

    /// <summary>The called account, or the contract to be.</summary>
    public required AccountState Target { get; init; }

    /// <summary>The code to run.</summary>
    public required Code Code { get; init; }

    /// <summary>True when <see cref="Code"/> is not the target's own but came by delegation (EIP-7702).</summary>
    public bool IsDelegated { get; init; }

    /// <summary>In wei.</summary>
    public UInt256 Value { get; init; }

    /// <summary>Call data; none for a creation.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Gas for it.</summary>
    public required long Gas { get; init; }
}
