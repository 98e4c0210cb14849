namespace PoaSidechain.Chain;

/// <summary>What became of a block handed to the importer.</summary>
public enum ImportOutcome
{
    /// <summary>Stored; the head is this block now.</summary>
    BecameHead,

    /// <summary>Stored on a branch that is not (yet) better; its header and body were checked, its execution was not.</summary>
    SideBranch,

    /// <summary>Was there before.</summary>
    AlreadyKnown,

    /// <summary>Refused; the verdict says why and whether it may come again.</summary>
    Refused,
}
