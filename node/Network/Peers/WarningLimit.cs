namespace PoaSidechain.Network.Peers;

/// <summary>Lets so many warnings of one kind into the log in a minute: keys cost nothing, and a flood of bans must not fill the disk.</summary>
/// <remarks>Thread: any. What is left out is still counted by the metrics.</remarks>
internal sealed class WarningLimit(TimeProvider time)
{
    /// <summary>Warnings in a minute.</summary>
    public const int PerMinute = 30;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _countLock = new();
    private long _began = time.GetTimestamp();
    private int _count;

    /// <summary>True when one more may be told.</summary>
    public bool TryTell()
    {
        lock (_countLock)
        {
            if (time.GetElapsedTime(_began) >= Minute)
            {
                (_began, _count) = (time.GetTimestamp(), 0);
            }

            return ++_count <= PerMinute;
        }
    }
}
