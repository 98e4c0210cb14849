using PoaSidechain.Primitives;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>
/// The state after an older block: old values over the committed state. Its trie is made when a proof or a new state asks for it.
/// </summary>
/// <remarks>Thread: any.</remarks>
internal abstract class HistoricalStateView : StateView
{
    private readonly Hash256 _root;
    private readonly Lazy<LayerStateView> _withTrie;

    /// <summary>A state that was.</summary>
    /// <param name="current">The committed state.</param>
    /// <param name="root">The root the old block's header names.</param>
    /// <param name="inverse">Makes the changes from the committed state to this one.</param>
    protected HistoricalStateView(CommittedStateView current, in Hash256 root, Func<StateChanges> inverse)
    {
        _root = root;
        Current = current;
        _withTrie = new Lazy<LayerStateView>(() => Rebuild(current, _root, inverse()));
    }

    public sealed override Hash256 Root => _root;

    /// <summary>The committed state.</summary>
    protected CommittedStateView Current { get; }

    public sealed override Code GetCode(in Hash256 codeHash) => Current.GetCode(codeHash);

    internal sealed override ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
        _withTrie.Value.LoadNode(key, hash, scratch);

    internal sealed override void CollectSlots(in Hash256 addressHash, Dictionary<Hash256, UInt256> slots) =>
        _withTrie.Value.CollectSlots(addressHash, slots);

    internal sealed override void DeleteStorageNodes(in Hash256 addressHash, IStateSink sink) =>
        _withTrie.Value.DeleteStorageNodes(addressHash, sink);

    /// <summary>Applies changes that lead back, and checks where they lead.</summary>
    internal static LayerStateView Rebuild(StateView current, in Hash256 root, StateChanges inverse)
    {
        var view = StateTransition.Apply(current, inverse);
        return view.Root == root
            ? view
            : throw new StorageException(
                StorageError.Corrupt,
                $"The database is damaged: going back to state {root} ends at {view.Root}. Import the chain into a new folder.");
    }
}
