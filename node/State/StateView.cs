using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>The state after one block, with its root. New states are made from it by what a block changes.</summary>
/// <remarks>Immutable. Thread: any. A view stays right while others import; drop it when it is no longer needed.</remarks>
public abstract class StateView : IStateReader, ITrieNodes
{
    private protected StateView()
    {
    }

    /// <summary>The state without any account: what a genesis state is made from, and where tests start.</summary>
    public static StateView Empty { get; } = new EmptyStateView();

    /// <summary>The state root (Yellow Paper section 4.1).</summary>
    public abstract Hash256 Root { get; }

    /// <inheritdoc/>
    public abstract bool TryGetAccount(in Hash256 addressHash, out Account account);

    /// <inheritdoc/>
    public abstract UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash);

    /// <inheritdoc/>
    public abstract Code GetCode(in Hash256 codeHash);

    /// <summary>The state after changes to this one, with its root computed. Nothing is stored.</summary>
    public StateView Apply(StateChanges changes) => StateTransition.Apply(this, changes);

    /// <summary>Proofs, against <see cref="Root"/>, of an account and some of its slots, present or not (EIP-1186).</summary>
    public AccountProof CreateProof(in Address address, IReadOnlyList<UInt256> slots)
    {
        var reader = new TrieReader(this);
        var addressHash = Keccak256.Hash(address.Bytes);
        Account? account = TryGetAccount(addressHash, out var found) ? found : null;
        var nodes = reader.Prove([Schema.AccountNodePrefix], Root, addressHash.Bytes);
        Span<byte> prefix = stackalloc byte[Schema.MaxKeyLength];
        var storagePrefix = Schema.StorageNode(prefix, addressHash, default);
        List<SlotProof> slotProofs = [];
        foreach (var slot in slots)
        {
            var slotHash = StorageSlot.HashOf(slot);
            var storageNodes = reader.Prove(storagePrefix, account?.StorageRoot ?? Keccak256.OfEmptyTrie, slotHash.Bytes);
            slotProofs.Add(new SlotProof(slot, GetStorage(addressHash, slotHash), storageNodes));
        }

        return new AccountProof(account, nodes, slotProofs);
    }

    ReadOnlySpan<byte> ITrieNodes.Load(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) => LoadNode(key, hash, scratch);

    /// <inheritdoc cref="ITrieNodes.Load"/>
    internal abstract ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch);

    /// <summary>Adds all slots of an account that are not 0: what goes when its storage is wiped.</summary>
    internal abstract void CollectSlots(in Hash256 addressHash, Dictionary<Hash256, UInt256> slots);

    /// <summary>Deletes all nodes of an account's storage trie.</summary>
    internal abstract void DeleteStorageNodes(in Hash256 addressHash, IStateSink sink);
}
