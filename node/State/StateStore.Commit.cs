using PoaSidechain.Primitives;
using PoaSidechain.State.Caching;
using PoaSidechain.State.History;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

public sealed partial class StateStore
{
    /// <summary>Changesets deleted in one commit at most: a database that was an archive shrinks bit by bit.</summary>
    private const int MaxPruned = 256;

    private readonly ChangesetWriter _changeset = new();

    /// <summary>Blocks with changesets that were committed since opening, in order and without gaps: these need not be looked for to be pruned.</summary>
    private readonly Queue<BlockReference> _changesets = [];

    /// <summary>Puts the states of new blocks into a batch.</summary>
    /// <param name="blocks">
    /// Blocks in order, each one's state made from that of the one before. The first one's is made from <see cref="Head"/>, or from what
    /// <see cref="Rewind"/> answered: then the blocks above that are undone in the same batch.
    /// </param>
    /// <param name="batch">The batch; entries are added to it.</param>
    /// <returns>To be given to <see cref="Publish"/> when the batch is written.</returns>
    public PreparedCommit Prepare(IReadOnlyList<StateCommit> blocks, IWriteBatch batch)
    {
        var published = _published;
        var head = Initialised(published);
        var sink = new BatchSink(batch);
        List<LayerStateView> layers = [];
        StateView parent = published.View;
        if (blocks[0].State is LayerStateView { Parent: LayerStateView { Undone.Count: > 0 } rewound } && rewound.Parent == parent)
        {
            Undo(rewound, published.View, sink);
            layers.Add(rewound);
            parent = rewound;
            head = head with { Number = rewound.Undone[^1].Number - 1 };
        }

        var ancestor = head.Number;

        foreach (var block in blocks)
        {
            if (block.State is not LayerStateView layer || layer.Parent != parent || block.Number != head.Number + 1)
            {
                throw new InvalidOperationException(
                    $"The state of block {block.Number} was not made from the committed state of block {head.Number}.");
            }

            head = Write(block, layer, head, sink);
            layers.Add(layer);
            parent = layer;
        }

        head = Prune(published.View, head, ancestor, sink);
        head.Write(batch);
        return new PreparedCommit(head, layers, [.. blocks.Select(block => new BlockReference(block.Number, block.Hash))], sink.Bytes);
    }

    /// <summary>
    /// Makes a commit whose batch was written the head. The views that went into it stay valid, but the next block starts from <see
    /// cref="Head"/>.
    /// </summary>
    public void Publish(PreparedCommit commit)
    {
        Advance(commit.Head, commit.Head.Root, commit.Layers);
        if (commit.Layers is [{ Undone.Count: > 0 }, ..])
        {
            _changesets.Clear(); // the new branch's are all that is left to know
        }

        foreach (var block in commit.Blocks)
        {
            _changesets.Enqueue(block);
        }

        while (_changesets.TryPeek(out var oldest) && oldest.Number < commit.Head.OldestChangeset)
        {
            _changesets.Dequeue();
        }
    }

    private void Advance(StateHead? head, in Hash256 root, IReadOnlyList<LayerStateView> layers)
    {
        var version = _published.Version + 1;
        var view = new CommittedStateView(_database.CreateSnapshot(), _caches, version, root);
        var sink = new CacheSink(_caches);
        _caches.BeginCommit();
        foreach (var layer in layers)
        {
            LayerWriter.Write(layer, sink);
            foreach (var (hash, code) in layer.Layer.Codes)
            {
                _caches.Codes.Set(hash, code);
            }
        }

        _caches.EndCommit(version);
        _published = new Published(head, view, version);
        _recent.Clear();
    }

    private StateHead Write(in StateCommit block, LayerStateView layer, StateHead head, BatchSink sink)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        LayerWriter.Write(layer, sink);
        WriteCodes(layer.Layer.Codes, sink);
        ChangesetBuilder.Write(layer, _options.Archive, _changeset);
        sink.Put(Schema.Changeset(key, block.Number, block.Hash), _changeset.Written);
        if (_options.Archive)
        {
            HistoryIndex.Put(_changeset.Written, block.Number, sink);
        }

        return head with
        {
            Number = block.Number,
            Hash = block.Hash,
            Root = layer.Root,
            IndexedFrom = _options.Archive ? Math.Min(head.IndexedFrom, block.Number) : StateHead.NotIndexed,
        };
    }

    private void WriteCodes(IReadOnlyDictionary<Hash256, Code> codes, IStateSink sink)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        foreach (var (hash, code) in codes)
        {
            if (_database.Read(Schema.Code(key, hash), default) < 0)
            {
                sink.Put(Schema.Code(key, hash), code.Bytes.Span);
            }
        }
    }

    /// <summary>Takes the database's state back to before some blocks, and forgets how.</summary>
    private static void Undo(LayerStateView rewound, CommittedStateView before, BatchSink sink)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        LayerWriter.Write(rewound, sink);
        foreach (var block in rewound.Undone)
        {
            DeleteChangeset(before, Schema.Changeset(key, block.Number, block.Hash), sink);
        }
    }

    /// <summary>
    /// Deletes changesets that are older than the history to be kept, among those of blocks that this batch neither adds nor undoes.
    /// </summary>
    private StateHead Prune(CommittedStateView before, StateHead head, ulong ancestor, BatchSink sink)
    {
        var oldest = head.OldestChangeset;
        var end = _options.Archive ? oldest : Math.Min(ancestor + 1, head.Number - Math.Min(head.Number, (ulong)_options.HistoryBlocks) + 1);
        using var known = _changesets.GetEnumerator();
        var isKnown = known.MoveNext() && known.Current.Number <= oldest;
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        for (var i = 0; i < MaxPruned && oldest < end; i++, oldest++)
        {
            while (isKnown && known.Current.Number < oldest)
            {
                isKnown = known.MoveNext();
            }

            if (isKnown && !_options.Archive)
            {
                sink.Delete(Schema.Changeset(key, oldest, known.Current.Hash)); // not indexed: this process wrote it
            }
            else
            {
                DeleteChangeset(before, FindChangeset(before.Snapshot, oldest), sink);
            }
        }

        return head with { OldestChangeset = oldest };
    }

    private static void DeleteChangeset(CommittedStateView before, ReadOnlySpan<byte> key, BatchSink sink)
    {
        var changeset = before.Snapshot.Get(key) ?? throw MissingChangeset(key);
        if (new ChangesetReader(changeset).IsIndexed)
        {
            HistoryIndex.Delete(changeset, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(key[1..]), sink);
        }

        sink.Delete(key);
    }
}
