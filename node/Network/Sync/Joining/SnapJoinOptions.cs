namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Distances and times of joining by a downloaded state.</summary>
public sealed class SnapJoinOptions
{
    /// <summary>Blocks from the head down to the pivot when it is chosen: deeper than a Clique chain is reorganised. Geth's figure.</summary>
    public ulong PivotDistance { get; init; } = 64;

    /// <summary>The pivot moves when it is so far below the head: peers keep the states of 128 blocks.</summary>
    public ulong MaxPivotAge { get; init; } = 96;

    /// <summary>Pause between two looks for new headers.</summary>
    public TimeSpan FollowInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long peers that are ahead may be there without one that serves states, before every block is executed instead.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
