namespace PoaSidechain.State;

/// <summary>An account and the trie nodes that prove it, as eth_getProof answers them (EIP-1186).</summary>
/// <param name="Account">The account, or null when the nodes prove that there is none.</param>
/// <param name="Nodes">RLP of the nodes of the state trie from the root towards the account.</param>
/// <param name="Slots">The slots that were asked for.</param>
public sealed record AccountProof(Account? Account, IReadOnlyList<ReadOnlyMemory<byte>> Nodes, IReadOnlyList<SlotProof> Slots);
