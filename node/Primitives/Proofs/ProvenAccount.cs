namespace PoaSidechain.Primitives.Proofs;

/// <summary>An account as a proof shows it (Yellow Paper section 4.1).</summary>
/// <param name="Nonce">Number of transactions sent.</param>
/// <param name="Balance">Balance in wei.</param>
/// <param name="StorageRoot">Root of its storage trie.</param>
/// <param name="CodeHash">Keccak-256 of its code.</param>
public sealed record ProvenAccount(ulong Nonce, UInt256 Balance, Hash256 StorageRoot, Hash256 CodeHash);
