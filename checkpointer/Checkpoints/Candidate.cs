namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>A checkpoint that could be made now.</summary>
/// <param name="FirstBlock">First block.</param>
/// <param name="LastBlock">Last block.</param>
/// <param name="Reason">Why it is due; <see cref="DueReason.NotYet"/> when it is not.</param>
internal readonly record struct Candidate(ulong FirstBlock, ulong LastBlock, DueReason Reason)
{
    public bool IsDue => Reason != DueReason.NotYet;
}
