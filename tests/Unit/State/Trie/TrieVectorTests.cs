using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.Unit.Primitives.Proofs;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

/// <summary>
/// tests/vectors/trie-vectors.json, which the bridge's contracts read as well: tries and proofs made by this node's trie, and proofs spoilt
/// in every way known. Set POA_WRITE_VECTORS=1 to write the file anew.
/// </summary>
public sealed class TrieVectorTests
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static string FileName => Checkout.PathOf("tests", "vectors", "trie-vectors.json");

    [Fact]
    public void File_is_what_this_trie_gives()
    {
        var text = JsonSerializer.Serialize(new { tries = Tries().ToList(), cases = Cases().ToList() }, Format) + "\n";
        if (Environment.GetEnvironmentVariable("POA_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(FileName, text);
        }

        Assert.Equal(File.ReadAllText(FileName), text);
    }

    [Fact]
    public void Corpus_has_every_verdict_and_nodes_around_the_length_that_is_embedded()
    {
        var cases = Cases().ToList();
        foreach (var verdict in Enum.GetNames<TrieProofVerdict>())
        {
            Assert.Contains(cases, c => c.Verdict == verdict);
        }

        var lengths = cases.SelectMany(c => c.Proof).Select(node => (node.Length - 2) / 2).ToHashSet();
        Assert.Superset(new HashSet<int> { 32, 33 }, lengths);
        Assert.Contains(cases, c => c.Name.StartsWith("embedded", StringComparison.Ordinal) && c.Verdict == nameof(TrieProofVerdict.Included));
    }

    /// <summary>Whole tries under keys of 32 bytes, as state and storage have them: the contracts' tests build them on their own.</summary>
    private static IEnumerable<TrieVector> Tries()
    {
        foreach (var (seed, count, shared) in new[] { (1, 1, 0), (2, 2, 0), (3, 3, 31), (4, 5, 20), (5, 17, 0), (6, 40, 0), (7, 6, 31), (8, 12, 1) })
        {
            var random = new Random(seed);
            var prefix = Bytes(random, shared);
            var map = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            while (map.Count < count)
            {
                map[Hex.Encode([.. prefix, .. Bytes(random, 32 - shared)])] = Value(random, random.Next(1, 40));
            }

            var trie = new PatriciaTrie();
            foreach (var (key, value) in map)
            {
                trie.Put(Hex.Decode(key), value);
            }

            var oracle = new TrieOracle(map.Select(e => KeyValuePair.Create(Hex.Decode(e.Key), e.Value)));
            Assert.Equal(oracle.Root, trie.Root);
            var proofs = map.Keys.Take(4).Select(key => trie.CreateProof(Hex.Decode(key)).Select(Text).ToList()).ToList();
            yield return new TrieVector(trie.Root.ToString(), [.. map.Keys], [.. map.Values.Select(v => Hex.Encode(v))], proofs);
        }
    }

    private static IEnumerable<Case> Cases()
    {
        foreach (var made in Genuine().Concat(AroundTheEmbeddedLength()))
        {
            yield return made;
            if (made.Verdict == nameof(TrieProofVerdict.Included))
            {
                foreach (var spoilt in Spoilt(made))
                {
                    yield return spoilt;
                }
            }
        }

        foreach (var confusion in Confusions())
        {
            yield return confusion;
        }
    }

    private static IEnumerable<Case> Genuine()
    {
        foreach (var (seed, count, length, alphabet) in new[] { (11, 30, 32, 256), (12, 12, 2, 4), (13, 40, 3, 3), (14, 1, 32, 256) })
        {
            var random = new Random(seed);
            var trie = new PatriciaTrie();
            var keys = new List<byte[]>();
            for (var i = 0; i < count; i++)
            {
                keys.Add([.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(alphabet))]);
                trie.Put(keys[^1], Value(random, random.Next(1, 40)));
            }

            for (var i = 0; i < Math.Min(count, 3); i++)
            {
                var absent = keys[i].ToArray();
                absent[^1] ^= 0x10;
                yield return Make($"trie {seed}, key {i}", trie.Root, keys[i], trie.CreateProof(keys[i]));
                yield return Make($"trie {seed}, neighbour of key {i}", trie.Root, absent, trie.CreateProof(absent));
            }
        }
    }

    /// <summary>Two leaves below one branch whose RLP has 29 to 34 bytes: those below 32 stand inside the branch.</summary>
    private static IEnumerable<Case> AroundTheEmbeddedLength()
    {
        for (var length = 26; length <= 31; length++)
        {
            var random = new Random(length);
            var trie = new PatriciaTrie();
            byte[] one = [0x12, 0x34], two = [0x12, 0x44];
            trie.Put(one, Value(random, length));
            trie.Put(two, Value(random, length));
            trie.Put([0x77, 0x77], Value(random, 40));
            var proof = trie.CreateProof(one);
            yield return Make($"embedded or not, value of {length} bytes", trie.Root, one, proof);

            // The embedded leaf once more as a node of its own: superfluous, but true.
            byte[] leaf = [.. Node([0x34], trie.Get(one)!.Value.ToArray())];
            yield return Make($"embedded or not, value of {length} bytes, leaf appended", trie.Root, one, [.. proof, leaf]);
        }
    }

    private static IEnumerable<Case> Spoilt(Case made)
    {
        var root = Hash256.Parse(made.Root);
        var key = Hex.Decode(made.Key);
        ReadOnlyMemory<byte>[] proof = [.. made.Proof.Select(node => (ReadOnlyMemory<byte>)Hex.Decode(node))];
        yield return Make($"{made.Name}: other root", Keccak256.Hash(root.Bytes), key, proof);
        yield return Make($"{made.Name}: no nodes", root, key, []);
        yield return Make($"{made.Name}: last node missing", root, key, proof[..^1]);
        yield return Make($"{made.Name}: first node missing", root, key, proof[1..]);
        yield return Make($"{made.Name}: last node twice", root, key, [.. proof, proof[^1]]);
        yield return Make($"{made.Name}: empty node appended", root, key, [.. proof, ReadOnlyMemory<byte>.Empty]);
        var altered = proof[^1].ToArray();
        altered[^1] ^= 1;
        yield return Make($"{made.Name}: last byte altered", root, key, [.. proof[..^1], altered]);
        var confused = proof[^1].ToArray();
        var at = confused[0] >= 0xf8 ? 2 : 1;
        confused[confused[at] is >= 0x80 and < 0xb8 ? at + 1 : at] ^= 0x20; // the first byte of the path, behind its length if it has one
        yield return Make($"{made.Name}: flag of the last node turned", root, key, [.. proof[..^1], confused]);
    }

    /// <summary>Nodes whose hash is the root, so that nothing but their shape speaks against them.</summary>
    private static IEnumerable<Case> Confusions()
    {
        byte[] key = [0x12, 0x34];
        var value = Value(new Random(99), 32);
        var child = Node([0x20], value);
        var hash = Keccak256.Hash(child).Bytes.ToArray();
        (string Name, byte[][] Nodes)[] all =
        [
            ("leaf", [Node([0x20, 0x12, 0x34], value)]),
            ("leaf's flag turned to extension", [Node([0x00, 0x12, 0x34], value)]),
            ("leaf's flag turned to extension, child supplied", [Node([0x00, 0x12, 0x34], hash), child]),
            ("extension's flag turned to leaf: the hash is no child but a value", [Node([0x20, 0x12, 0x34], hash), child]),
            ("extension's flag turned to leaf: nothing supplied", [Node([0x20, 0x12, 0x34], hash)]),
            ("leaf of a prefix", [Node([0x20, 0x12], value)]),
            ("leaf of a longer key", [Node([0x20, 0x12, 0x34, 0x56], value)]),
            ("leaf of the odd half", [Node([0x31, 0x23], value)]),
            ("extension of the odd half to a leaf of the rest", [Node([0x11, 0x23], Keccak256.Hash(Node([0x34], value)).Bytes.ToArray()), Node([0x34], value)]),
            ("extension of the odd half to an extension", [Node([0x11, 0x23], Keccak256.Hash(Node([0x14], hash)).Bytes.ToArray()), Node([0x14], hash), child]),
            ("unknown flag 4", [Node([0x40, 0x12, 0x34], value)]),
            ("unknown flag 15", [Node([0xf0, 0x12, 0x34], value)]),
            ("path of no byte", [Node([], value)]),
            ("extension without nibbles", [Node([0x00], hash), child]),
            ("leaf without value", [Node([0x20, 0x12, 0x34], [])]),
            ("even leaf with a nibble in the padding", [Node([0x25, 0x12, 0x34], value)]),
            ("three items", [List(Item([0x20, 0x12, 0x34]), Item(value), Item([]))]),
            ("one item", [List(Item([0x20, 0x12, 0x34]))]),
            ("bytes behind the node", [[.. Node([0x20, 0x12, 0x34], value), 0x00]]),
            ("sixteen items", [List([.. Enumerable.Repeat(Item([]), 16)])]),
            ("branch with nothing there", [List([.. Enumerable.Repeat(Item([]), 17)])]),
            ("branch whose child is a byte", [List([.. Enumerable.Range(0, 17).Select(i => i == 1 ? Item([0x01]) : Item([]))])]),
            ("branch whose child is a string of 31 bytes", [List([.. Enumerable.Range(0, 17).Select(i => i == 1 ? Item(value[1..]) : Item([]))])]),
            ("branch whose child is a list of 32 bytes", [List([.. Enumerable.Range(0, 17).Select(i => i == 1 ? List(Item([0x32, 0x34]), Item(value[4..])) : Item([]))])]),
            ("no list", [Item(value)]),
            ("empty node", [[]]),
        ];
        foreach (var (name, nodes) in all)
        {
            yield return Make(name, Keccak256.Hash(nodes[0]), key, [.. nodes.Select(node => (ReadOnlyMemory<byte>)node)]);
        }
    }

    private static Case Make(string name, Hash256 root, byte[] key, IReadOnlyList<ReadOnlyMemory<byte>> proof)
    {
        var verdict = TrieProof.Verify(root, key, proof, out var value);
        return new Case(name, root.ToString(), Hex.Encode(key), [.. proof.Select(Text)], verdict.ToString(), Text(value));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Hex.Encode(bytes.Span);

    private static byte[] Node(byte[] path, byte[] second) => List(Item(path), Item(second));

    private static byte[] Item(byte[] bytes) => bytes.Length == 1 && bytes[0] < 0x80 ? bytes : [(byte)(0x80 + bytes.Length), .. bytes];

    private static byte[] List(params byte[][] items)
    {
        byte[] content = [.. items.SelectMany(item => item)];
        return content.Length <= 55 ? [(byte)(0xc0 + content.Length), .. content] : [0xf8, (byte)content.Length, .. content];
    }

    private static byte[] Value(Random random, int length)
    {
        var value = Bytes(random, length);
        value[0] |= 0x80;
        return value;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record TrieVector(string Root, List<string> Keys, List<string> Values, List<List<string>> Proofs);

    private sealed record Case(string Name, string Root, string Key, List<string> Proof, string Verdict, string Value);
}
