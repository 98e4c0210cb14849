using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <content>
/// A state in the making, in a database of its own that never has a head: parts come in any order, and its trie always belongs to what is in
/// it. Stored with each part: the root, and the caller's note of how far it has come.
/// </content>
public sealed partial class StateStore
{
    /// <summary>The note stored with the last part; null before the first.</summary>
    public byte[]? ReadDraftNote() =>
        _database.Get(Schema.StateDraft) is { } stored ? stored[Hash256.Size..] : null;

    /// <summary>Adds a part to the draft, together with a note of how far it has come.</summary>
    public void WriteDraft(StateChanges part, ReadOnlySpan<byte> note)
    {
        if (IsInitialised)
        {
            throw new InvalidOperationException("The database has the state of a block.");
        }

        var layer = StateTransition.Apply(Head, part);
        using var batch = _database.CreateBatch();
        var sink = new BatchSink(batch);
        LayerWriter.Write(layer, sink);
        WriteCodes(part.Codes, sink);
        batch.Put(Schema.StateDraft, [.. layer.Root.Bytes, .. note]);
        _database.Write(batch, durable: false);
        Advance(head: null, layer.Root, [layer]);
    }

    /// <summary>A code by its hash, or null: those of all states are kept.</summary>
    public byte[]? FindCode(in Hash256 codeHash) => _database.Get(Schema.Code(stackalloc byte[Schema.MaxKeyLength], codeHash));

    /// <summary>True when the code is there.</summary>
    public bool DraftHasCode(in Hash256 codeHash) => _database.Read(Schema.Code(stackalloc byte[Schema.MaxKeyLength], codeHash), default) >= 0;

    /// <summary>True when the trie has this very node at this place.</summary>
    internal bool DraftHasNode(ReadOnlySpan<byte> key, in Hash256 hash) => _database.Get(key) is { } node && Keccak256.Hash(node) == hash;

    /// <summary>The account or slot hashes that start with some nibbles.</summary>
    internal IReadOnlyList<Hash256> DraftKeysBelow(Hash256? owner, ReadOnlySpan<byte> path)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> first = stackalloc byte[Hash256.Size];
        first.Clear();
        for (var i = 0; i < path.Length; i++)
        {
            first[i >> 1] |= (byte)(path[i] << ((i & 1) == 0 ? 4 : 0));
        }

        var low = new Hash256(first);
        var length = owner is { } account ? Schema.Slot(buffer, account, low).Length : Schema.Account(buffer, low).Length;
        ReadOnlySpan<byte> start = buffer[..length];
        var fixedLength = length - Hash256.Size;
        List<Hash256> keys = [];
        using var cursor = _database.Seek(start);
        for (; cursor.IsValid && cursor.Key.Length == start.Length && cursor.Key.StartsWith(start[..fixedLength]); cursor.MoveNext())
        {
            var key = new Hash256(cursor.Key[fixedLength..]);
            for (var i = 0; i < path.Length; i++)
            {
                if (SubtreeBuilder.NibbleAt(key, i) != path[i])
                {
                    return keys;
                }
            }

            keys.Add(key);
        }

        return keys;
    }

    /// <summary>Takes over a state that was moved in below this store: see <see cref="Snap.DraftInstall"/>.</summary>
    public void Reload()
    {
        var version = _published.Version + 1;
        var snapshot = _database.CreateSnapshot();
        var head = StateHead.Read(snapshot);
        _caches.BeginCommit();
        _caches.Clear();
        _caches.EndCommit(version);
        _published = new Published(head, new CommittedStateView(snapshot, _caches, version, head?.Root ?? DraftRoot(snapshot)), version);
        _recent.Clear();
        _changesets.Clear();
    }

    internal static Hash256 DraftRoot(IKeyValueReader database) =>
        database.Get(Schema.StateDraft) is { } stored ? new Hash256(stored.AsSpan(0, Hash256.Size)) : Keccak256.OfEmptyTrie;
}
