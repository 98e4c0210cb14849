using PoaSidechain.Primitives;

namespace PoaSidechain.State;

/// <summary>The state after some block. Everything is addressed by Keccak-256 of address or slot, as in the state trie.</summary>
/// <remarks>Thread: any. Every answer is about the same block, whatever is imported meanwhile.</remarks>
public interface IStateReader
{
    /// <summary>The account, or false when there is none.</summary>
    bool TryGetAccount(in Hash256 addressHash, out Account account);

    /// <summary>The value of a storage slot, 0 when it was never set.</summary>
    UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash);

    /// <summary>Code by its hash. A missing code is a damaged database and throws.</summary>
    Code GetCode(in Hash256 codeHash);
}
