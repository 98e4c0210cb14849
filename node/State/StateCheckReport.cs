namespace PoaSidechain.State;

/// <summary>What a check of the whole state found whole.</summary>
/// <param name="Accounts">Number of accounts.</param>
/// <param name="Slots">Number of storage slots.</param>
/// <param name="Nodes">Number of trie nodes.</param>
public sealed record StateCheckReport(long Accounts, long Slots, long Nodes);
