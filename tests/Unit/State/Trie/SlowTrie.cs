using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.Unit.State.Trie;

/// <summary>The trie of a map, written from Yellow Paper appendix D alone: the whole of it again for each root.</summary>
internal static class SlowTrie
{
    public static Hash256 Root(IEnumerable<KeyValuePair<byte[], byte[]>> map)
    {
        var items = map.Select(pair => (Key: ToNibbles(pair.Key), pair.Value)).ToList();
        return items.Count == 0 ? Keccak256.Hash([0x80]) : Keccak256.Hash(Node(items, 0));
    }

    private static byte[] ToNibbles(byte[] key) => key.SelectMany(b => new[] { (byte)(b >> 4), (byte)(b & 15) }).ToArray();

    private static byte[] Node(List<(byte[] Key, byte[] Value)> items, int depth)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        var shared = items.Count == 1 ? items[0].Key.Length : Shared(items, depth);
        if (items.Count == 1)
        {
            writer.Write(HexPrefix(items[0].Key[depth..], 2));
            writer.Write(items[0].Value);
        }
        else if (shared > depth)
        {
            writer.Write(HexPrefix(items[0].Key[depth..shared], 0));
            writer.WriteRaw(Reference(items, shared));
        }
        else
        {
            for (var nibble = 0; nibble < 16; nibble++)
            {
                writer.WriteRaw(Reference(items.Where(item => item.Key.Length > depth && item.Key[depth] == nibble).ToList(), depth + 1));
            }

            writer.Write(items.Where(item => item.Key.Length == depth).Select(item => item.Value).FirstOrDefault() ?? []);
        }

        writer.EndList(list);
        return writer.ToArray();
    }

    private static byte[] Reference(List<(byte[] Key, byte[] Value)> items, int depth)
    {
        if (items.Count == 0)
        {
            return [0x80];
        }

        var node = Node(items, depth);
        return node.Length < 32 ? node : [0xa0, .. Keccak256.Hash(node).Bytes];
    }

    private static int Shared(List<(byte[] Key, byte[] Value)> items, int depth)
    {
        while (items.TrueForAll(item => item.Key.Length > depth && item.Key[depth] == items[0].Key[depth]))
        {
            depth++;
        }

        return depth;
    }

    private static byte[] HexPrefix(byte[] nibbles, int flag)
    {
        var odd = nibbles.Length % 2;
        List<byte> all = odd == 1 ? [(byte)(flag + 1), .. nibbles] : [(byte)flag, 0, .. nibbles];
        return Enumerable.Range(0, all.Count / 2).Select(i => (byte)((all[2 * i] << 4) | all[(2 * i) + 1])).ToArray();
    }
}
