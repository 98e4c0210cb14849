using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>What one change overwrote, so that it can be undone.</summary>
internal readonly struct JournalEntry(JournalKind kind, AccountState account, object? subject, in UInt256 previous)
{
    public readonly JournalKind Kind = kind;
    public readonly AccountState Account = account;

    /// <summary>The slot, the previous code, or the previous slots of a wiped storage.</summary>
    public readonly object? Subject = subject;

    /// <summary>The previous value where it is a number.</summary>
    public readonly UInt256 Previous = previous;
}
