using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.Unit.Primitives.Proofs;

/// <summary>The slowest possible Merkle-Patricia trie (Yellow Paper appendix D, word by word): gives the nodes that proofs consist of.</summary>
internal sealed class TrieOracle
{
    private readonly List<(byte[] Nibbles, byte[] Value)> _entries;

    public TrieOracle(IEnumerable<KeyValuePair<byte[], byte[]>> entries) =>
        _entries = [.. entries.Select(e => (e.Key.SelectMany(b => new[] { (byte)(b >> 4), (byte)(b & 15) }).ToArray(), e.Value))];

    public Hash256 Root => _entries.Count == 0 ? Keccak256.OfEmptyTrie : Keccak256.Hash(Node(_entries, 0, null, null));

    /// <summary>RLP of the hashed nodes on the way to a key, root first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Prove(byte[] key)
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        var path = new List<ReadOnlyMemory<byte>>();
        var nibbles = key.SelectMany(b => new[] { (byte)(b >> 4), (byte)(b & 15) }).ToArray();
        path.Add(Node(_entries, 0, nibbles, path));
        path.Reverse();
        return path;
    }

    private static byte[] Node(List<(byte[] Nibbles, byte[] Value)> entries, int depth, byte[]? wanted, List<ReadOnlyMemory<byte>>? path)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        if (entries.Count == 1)
        {
            writer.Write(HexPrefix(entries[0].Nibbles[depth..], isLeaf: true));
            writer.Write(entries[0].Value);
            writer.EndList(list);
            return writer.ToArray();
        }

        var common = CommonPrefix(entries, depth);
        if (common > 0)
        {
            var prefix = entries[0].Nibbles[depth..(depth + common)];
            var follows = wanted is not null && wanted.AsSpan(depth).StartsWith(prefix);
            writer.Write(HexPrefix(prefix, isLeaf: false));
            Reference(writer, Node(entries, depth + common, follows ? wanted : null, path), follows ? path : null);
            writer.EndList(list);
            return writer.ToArray();
        }

        for (byte nibble = 0; nibble < 16; nibble++)
        {
            var below = entries.Where(e => e.Nibbles.Length > depth && e.Nibbles[depth] == nibble).ToList();
            var follows = wanted is not null && wanted.Length > depth && wanted[depth] == nibble;
            if (below.Count == 0)
            {
                writer.Write([]);
            }
            else
            {
                Reference(writer, Node(below, depth + 1, follows ? wanted : null, path), follows ? path : null);
            }
        }

        writer.Write(entries.FirstOrDefault(e => e.Nibbles.Length == depth).Value ?? []);
        writer.EndList(list);
        return writer.ToArray();
    }

    private static void Reference(RlpWriter writer, byte[] node, List<ReadOnlyMemory<byte>>? path)
    {
        if (node.Length < 32)
        {
            writer.WriteRaw(node);
            return;
        }

        path?.Add(node);
        writer.Write(Keccak256.Hash(node));
    }

    private static int CommonPrefix(List<(byte[] Nibbles, byte[] Value)> entries, int depth)
    {
        var common = 0;
        while (entries.All(e => e.Nibbles.Length > depth + common && e.Nibbles[depth + common] == entries[0].Nibbles[depth + common]))
        {
            common++;
        }

        return common;
    }

    private static byte[] HexPrefix(byte[] nibbles, bool isLeaf)
    {
        var flag = (isLeaf ? 2 : 0) + (nibbles.Length & 1);
        byte[] all = (nibbles.Length & 1) == 1 ? [(byte)flag, .. nibbles] : [(byte)flag, 0, .. nibbles];
        return [.. all.Chunk(2).Select(pair => (byte)((pair[0] << 4) | pair[1]))];
    }
}
