using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Whose turn it is. Everybody computes the same from the set and a number that all know.</summary>
internal static class LeaderRotation
{
    /// <summary>The member whose turn it is.</summary>
    public static Address Leader(SignerSet set, ulong turn) => set.Members[(int)(turn % (ulong)set.Size)];

    /// <summary>How many members come before this account, counted from the leader; accounts outside the set come after all members.</summary>
    public static int Position(SignerSet set, Address? account, ulong turn)
    {
        var member = account is { } address ? set.IndexOf(address) : -1;
        return member < 0 ? set.Size : (int)(((ulong)member + (ulong)set.Size - (turn % (ulong)set.Size)) % (ulong)set.Size);
    }

    /// <summary>True when an account's time has come: the leader's at once, each next one's a takeover time later.</summary>
    public static bool MayAct(SignerSet set, Address? account, ulong turn, TimeSpan waiting, TimeSpan takeoverTime) =>
        waiting >= Position(set, account, turn) * takeoverTime;
}
