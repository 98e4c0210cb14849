namespace PoaSidechain.Checkpointer.Journal;

/// <summary>Calls a test's hook between steps; does nothing otherwise. No setting and no environment reaches it.</summary>
internal sealed class CrashPoints(Action<CrashPoint>? hook)
{
    /// <summary>What the program runs with.</summary>
    public static CrashPoints None { get; } = new(null);

    /// <summary>The process is between two steps.</summary>
    public void Pass(CrashPoint point) => hook?.Invoke(point);
}
