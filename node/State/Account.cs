using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>An account as the state trie has it (Yellow Paper section 4.1).</summary>
/// <param name="Nonce">Transactions sent, or contracts created.</param>
/// <param name="Balance">In wei.</param>
/// <param name="StorageRoot">Root of the storage trie at the last block; not kept up to date while a block executes.</param>
/// <param name="CodeHash">Keccak-256 of the code.</param>
public readonly record struct Account(ulong Nonce, UInt256 Balance, Hash256 StorageRoot, Hash256 CodeHash)
{
    /// <summary>A new account: nothing of anything.</summary>
    public static Account Empty { get; } = new(0, default, Keccak256.OfEmptyTrie, Keccak256.OfEmptyString);

    /// <summary>No nonce, no balance, no code (EIP-161).</summary>
    public bool IsEmpty => Nonce == 0 && Balance.IsZero && CodeHash == Keccak256.OfEmptyString;
}
