using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>One thing that an account has in the bridge, and how it comes out.</summary>
/// <param name="What">What it is, for people.</param>
/// <param name="State">How far it is.</param>
/// <param name="Detail">Why, or by what way.</param>
internal sealed record EscapeItem(string What, EscapeState State, string Detail)
{
    /// <summary>The account whose own transaction alone can take it; null when anyone may, for its owner.</summary>
    public Address? OnlyBy { get; init; }

    /// <summary>False for what can be taken from a bridge that lives.</summary>
    public bool NeedsDeath { get; init; } = true;

    /// <summary>True for native balances: the native escape must be open.</summary>
    public bool NeedsNativeEscape { get; init; }

    /// <summary>The call on L1 that takes it; there, too, where only another wallet than this command's can make it. Null for nothing.</summary>
    public EscapeCall? Call { get; init; }
}
