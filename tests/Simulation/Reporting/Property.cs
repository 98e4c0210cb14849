using System.ComponentModel;

namespace PoaSidechain.Tests.Simulation.Reporting;

/// <summary>What must hold in every run.</summary>
internal enum Property
{
    [Description("No two heads pinned by L1 differ, and no node leaves one")]
    PinnedHeadsAgree = 0,

    [Description("A majority of sound signers that can talk makes progress, and all agree after a quiet time")]
    MajorityMakesProgress,

    [Description("No honest signer's block is refused by an honest node")]
    NoHonestBlockIsRefused,

    [Description("No honest signer seals twice on one parent, crashes included")]
    NoHonestSignerEquivocates,

    [Description("No block that breaks a rule is taken by an honest node")]
    NoIllegalBlockIsTaken,

    [Description("No loop of a node fails")]
    NothingFails,
}
