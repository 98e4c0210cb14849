namespace PoaSidechain.State;

/// <summary>A point inside a transaction to which the world can be taken back.</summary>
/// <param name="JournalLength">Changes made so far.</param>
/// <param name="LogCount">Logs written so far.</param>
/// <param name="Refund">Gas refund gathered so far.</param>
public readonly record struct StateSnapshot(int JournalLength, int LogCount, long Refund);
