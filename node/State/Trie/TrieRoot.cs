using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State.Trie;

/// <summary>Roots of tries that are built only for their root.</summary>
public static class TrieRoot
{
    /// <summary>
    /// Root of the trie that has the i-th item under the key RLP(i): transactions, receipts and withdrawals of a block (Yellow Paper
    /// section 4.3.2).
    /// </summary>
    /// <param name="items">
    /// The items as they stand in the trie: the RLP of a legacy transaction or receipt, type byte and RLP of a typed one.
    /// </param>
    public static Hash256 OfList(ReadOnlySpan<ReadOnlyMemory<byte>> items)
    {
        if (items.IsEmpty)
        {
            return Keccak256.OfEmptyTrie;
        }

        using var changes = new TrieChangeList();

        // In the order of the keys: RLP(0) is 0x80, above those of 1 to 127 and below that of 128, which is 0x8180.
        for (var i = 1; i < Math.Min(items.Length, 0x80); i++)
        {
            Add(changes, i, items[i].Span);
        }

        Add(changes, 0, items[0].Span);
        for (var i = 0x80; i < items.Length; i++)
        {
            Add(changes, i, items[i].Span);
        }

        var updater = new TrieUpdater(NoNodes.Instance, new ByteArena(), table: null);
        var root = updater.Update(default, Keccak256.OfEmptyTrie, changes);
        updater.ComputeHashes();
        return updater.RootOf(root, Keccak256.OfEmptyTrie);
    }

    private static void Add(TrieChangeList changes, int index, ReadOnlySpan<byte> item)
    {
        Span<byte> key = stackalloc byte[1 + sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(key[1..], index);
        var length = index == 0 ? 0 : (32 - BitOperations.LeadingZeroCount((uint)index) + 7) / 8;
        key = key[^(1 + length)..];
        key[0] = (byte)(0x80 + length);
        changes.Add(index is > 0 and < 0x80 ? key[1..] : key, item);
    }

    private sealed class NoNodes : ITrieNodes
    {
        public static NoNodes Instance { get; } = new();

        public ReadOnlySpan<byte> Load(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch) =>
            throw new UnreachableException("A trie built from nothing reads no node.");
    }
}
