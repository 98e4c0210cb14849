using System.Buffers.Binary;
using PoaSidechain.Primitives;
using PoaSidechain.State.History;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

public sealed partial class StateStore
{
    private const int RecentViews = 4;

    /// <summary>Older states made since the last commit, by number.</summary>
    private readonly LruCache<ulong, StateView> _recent = new(RecentViews);

    /// <summary>
    /// The state after an ancestor of the head, on which other blocks can be executed; committing them undoes the blocks above it.
    /// </summary>
    /// <param name="number">Number of the ancestor, not below <see cref="OldestRewind"/>.</param>
    /// <param name="root">The state root of its header, against which the result is checked.</param>
    public StateView Rewind(ulong number, in Hash256 root)
    {
        var published = _published;
        var head = Initialised(published);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, head.Number);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, head.OldestChangeset - 1);
        if (number == head.Number)
        {
            return published.View;
        }

        List<BlockReference> undone = [];
        var inverse = MergeChangesets(published.View.Snapshot, head.Number, number, undone);
        return HistoricalStateView.Rebuild(published.View, root, inverse).AsRewound(undone);
    }

    /// <summary>
    /// The state after a canonical block, for reading and proofs; null when it is not kept any more or the block is above the head.
    /// </summary>
    /// <param name="number">The block's number.</param>
    /// <param name="root">The state root of its header; proofs are made against it, and refused if the history does not lead there.</param>
    public StateView? ViewAt(ulong number, in Hash256 root)
    {
        var published = _published;
        if (published.Head is not { } head || number > head.Number)
        {
            return null;
        }

        if (number == head.Number)
        {
            return published.View.Root == root ? published.View : null;
        }

        if (_recent.TryGet(number, out var view) && view.Root == root)
        {
            return view;
        }

        view = MakeViewAt(published.View, head, number, root);
        if (view is not null && _published == published)
        {
            _recent.Set(number, view);
        }

        return view;
    }

    private StateView? MakeViewAt(CommittedStateView current, StateHead head, ulong number, in Hash256 root)
    {
        if (number + 1 >= head.IndexedFrom)
        {
            return new IndexedStateView(current, root, number, () => number + (ulong)_options.MaxProofDepth >= head.Number
                ? MergeChangesets(current.Snapshot, head.Number, number, undone: null)
                : throw new StateUnavailableException(number));
        }

        var isKept = number + 1 >= head.OldestChangeset && number + (ulong)_options.HistoryBlocks >= head.Number;
        return isKept ? new MergedStateView(current, root, MergeChangesets(current.Snapshot, head.Number, number, undone: null)) : null;
    }

    /// <summary>What leads from the state of block <paramref name="from"/> back to that of block <paramref name="to"/>.</summary>
    private static StateChanges MergeChangesets(IKeyValueSnapshot snapshot, ulong from, ulong to, List<BlockReference>? undone)
    {
        var inverse = new InverseChanges();
        for (var number = from; number > to; number--)
        {
            var key = FindChangeset(snapshot, number);
            inverse.Add(snapshot.Get(key) ?? throw MissingChangeset(key));
            undone?.Add(new BlockReference(number, new Hash256(key.AsSpan(1 + sizeof(ulong)))));
        }

        return inverse.ToChanges();
    }

    /// <summary>The key of the changeset of the canonical block at a height.</summary>
    private static byte[] FindChangeset(IKeyValueSnapshot snapshot, ulong number)
    {
        Span<byte> start = stackalloc byte[1 + sizeof(ulong)];
        start[0] = Schema.ChangesetPrefix;
        BinaryPrimitives.WriteUInt64BigEndian(start[1..], number);
        using var cursor = snapshot.Seek(start);
        return cursor.IsValid && cursor.Key.StartsWith(start) ? cursor.Key.ToArray() : throw MissingChangeset(start);
    }

    private static StorageException MissingChangeset(ReadOnlySpan<byte> key) =>
        new(
            StorageError.Corrupt,
            $"The database is damaged: the changeset {Convert.ToHexStringLower(key)} is missing. Import the chain into a new folder.");
}
