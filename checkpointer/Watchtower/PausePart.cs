namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>What the PauseBoard can pause (IPauseBoard.Part), in the order of what is urgent.</summary>
internal enum PausePart
{
    Deposits = 0,
    InstantClaims = 1,
    Releases = 2,
    Checkpoints = 3,
}
