namespace PoaSidechain.JsonRpc.Filters;

/// <summary>What a polled filter is about.</summary>
internal enum PollFilterKind
{
    /// <summary>New blocks.</summary>
    Blocks,

    /// <summary>Pending transactions.</summary>
    PendingTransactions,

    /// <summary>Logs.</summary>
    Logs,
}
