namespace PoaSidechain.Network.Sync;

/// <summary>How far catching up has come: what <c>eth_syncing</c> says.</summary>
/// <param name="StartingBlock">The common ancestor from which it started.</param>
/// <param name="CurrentBlock">Our head.</param>
/// <param name="HighestBlock">The best block of the peer that we follow.</param>
public sealed record SyncStatus(ulong StartingBlock, ulong CurrentBlock, ulong HighestBlock);
