namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>How a checkpoint that L1 accepted compares with the own node.</summary>
internal enum Agreement
{
    /// <summary>The node derives the same.</summary>
    Agrees,

    /// <summary>The node cannot say yet: it does not have the blocks.</summary>
    Unknown,

    /// <summary>The node has another block, or other contents in the same block.</summary>
    Differs,
}
