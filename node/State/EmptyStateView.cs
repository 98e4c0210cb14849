using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>The state without any account.</summary>
internal sealed class EmptyStateView : StateView
{
    public override Hash256 Root => Keccak256.OfEmptyTrie;

    public override bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        account = Account.Empty;
        return false;
    }

    public override UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash) => default;

    public override Code GetCode(in Hash256 codeHash) =>
        codeHash == Keccak256.OfEmptyString ? Code.Empty : throw new StorageException(StorageError.Corrupt, $"The code {codeHash} is missing.");

    internal override ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
        throw new StorageException(StorageError.Corrupt, "A trie node is asked for where there is none.");

    internal override void CollectSlots(in Hash256 addressHash, Dictionary<Hash256, UInt256> slots)
    {
        // no account, no slots
    }

    internal override void DeleteStorageNodes(in Hash256 addressHash, IStateSink sink)
    {
        // no account, no nodes
    }
}
