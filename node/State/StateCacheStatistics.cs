namespace PoaSidechain.State;

/// <summary>Look-ups of the committed state that memory answered, and those that went to the database.</summary>
/// <param name="FlatHits">Accounts and slots found in memory.</param>
/// <param name="FlatMisses">Accounts and slots read from the database.</param>
/// <param name="NodeHits">Trie nodes found in memory.</param>
/// <param name="NodeMisses">Trie nodes read from the database.</param>
public readonly record struct StateCacheStatistics(long FlatHits, long FlatMisses, long NodeHits, long NodeMisses);
