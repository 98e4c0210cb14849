namespace PoaSidechain.Checkpointer.Health;

/// <summary>What can be well or not.</summary>
internal enum HealthPart
{
    /// <summary>Checks of both chains before anything else.</summary>
    Startup,

    /// <summary>The own node.</summary>
    Node,

    /// <summary>The L1 endpoints.</summary>
    L1,

    /// <summary>The one-time binding of the sidechain.</summary>
    Binding,

    /// <summary>Agreement of L1's accepted checkpoints with the own node.</summary>
    Finality,

    /// <summary>Making checkpoints.</summary>
    Checkpoints,

    /// <summary>Following changes of the signer set on the sidechain.</summary>
    Handover,

    /// <summary>Carrying deposits.</summary>
    Deposits,

    /// <summary>Transactions on L1.</summary>
    L1Transactions,

    /// <summary>Transactions on the sidechain.</summary>
    SidechainTransactions,

    /// <summary>What L1 holds covers what the sidechain owes.</summary>
    Solvency,

    /// <summary>No signer signed twice where only once is right (watchtower).</summary>
    Equivocation,

    /// <summary>Nobody on either chain imitates the bridge's events (watchtower).</summary>
    LookAlikes,

    /// <summary>The guardian's key can pause (watchtower).</summary>
    Pausing,
}
