namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>What the PauseBoard can pause, numbered as the contract does (IPauseBoard.Part).</summary>
internal enum PausePart
{
    Deposits = 0,
    InstantClaims = 1,
    Releases = 2,
    Checkpoints = 3,
}
