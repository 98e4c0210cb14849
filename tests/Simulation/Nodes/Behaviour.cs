namespace PoaSidechain.Tests.Simulation.Nodes;

/// <summary>How a signer acts.</summary>
internal enum Behaviour
{
    /// <summary>By the rules, with the real sealing loop.</summary>
    Honest = 0,

    /// <summary>Seals two blocks on one parent and gives each to one half of the network.</summary>
    Equivocates,

    /// <summary>Seals and keeps the block back for some seconds.</summary>
    Withholds,

    /// <summary>Seals on old blocks, together with the other byzantine signers, and publishes the branch when it grows no more.</summary>
    BuildsOnStaleBlocks,

    /// <summary>Seals when it may not, with the wrong difficulty, or ahead of time.</summary>
    BreaksRules,

    /// <summary>Never seals.</summary>
    Silent,
}
