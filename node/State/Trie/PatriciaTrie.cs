using System.Diagnostics;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>A Merkle-Patricia trie in memory (Yellow Paper appendix D), for keys of any length.</summary>
/// <remarks>Changes are gathered and applied together when the root is asked for. Thread: one at a time.</remarks>
public sealed class PatriciaTrie : ITrieNodes
{
    private readonly SortedDictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _changes = new(BytesComparer.Instance);
    private readonly NodeTable _table = new(new ByteArena());
    private Hash256 _root = Keccak256.OfEmptyTrie;

    /// <summary>The root with all changes.</summary>
    public Hash256 Root
    {
        get
        {
            ApplyChanges();
            return _root;
        }
    }

    /// <summary>Sets a key; an empty value removes it, as the trie has no empty values.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _changes[key.ToArray()] = value.ToArray();

    /// <summary>Removes a key; an absent one is no error.</summary>
    public void Delete(ReadOnlySpan<byte> key) => _changes[key.ToArray()] = default;

    /// <summary>The value of a key, or null.</summary>
    public ReadOnlyMemory<byte>? Get(ReadOnlySpan<byte> key)
    {
        ApplyChanges();
        var value = new TrieReader(this).Get(default, _root, key);
        return value.IsEmpty ? (ReadOnlyMemory<byte>?)null : value.ToArray();
    }

    /// <summary>The nodes on the way from the root to a key, present or not: see <see cref="TrieProof"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> CreateProof(ReadOnlySpan<byte> key)
    {
        ApplyChanges();
        return new TrieReader(this).Prove(default, _root, key);
    }

    ReadOnlySpan<byte> ITrieNodes.Load(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
        _table.TryGet(key, out var node) && !node.IsEmpty ? node : throw new UnreachableException("A node of the trie is missing.");

    private void ApplyChanges()
    {
        if (_changes.Count == 0)
        {
            return;
        }

        using var changes = new TrieChangeList();
        foreach (var (key, value) in _changes)
        {
            changes.Add(key.Span, value.Span);
        }

        var updater = new TrieUpdater(this, _table.Arena, _table);
        var update = updater.Update(default, _root, changes);
        updater.ComputeHashes();
        _root = updater.RootOf(update, _root);
        _changes.Clear();
    }

    private sealed class BytesComparer : IComparer<ReadOnlyMemory<byte>>
    {
        public static BytesComparer Instance { get; } = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
