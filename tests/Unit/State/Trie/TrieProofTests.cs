using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

public sealed class TrieProofTests
{
    [Theory]
    [InlineData(1, 200, 32, 256)]
    [InlineData(2, 60, 2, 8)]
    [InlineData(3, 1, 32, 256)]
    [InlineData(4, 400, 3, 5)]
    public void Proofs_of_what_is_there_and_of_what_is_not_hold(int seed, int count, int keyLength, int alphabet)
    {
        var random = new Random(seed);
        var (trie, map) = Build(random, count, keyLength, alphabet);
        for (var i = 0; i < 300; i++)
        {
            var key = random.Next(2) == 0 ? map.Keys.ElementAt(random.Next(map.Count)) : Convert.ToHexString(Key(random, keyLength, alphabet));
            var proof = trie.CreateProof(Convert.FromHexString(key));

            var verdict = TrieProof.Verify(trie.Root, Convert.FromHexString(key), proof, out var value);

            Assert.Equal(map.ContainsKey(key) ? TrieProofVerdict.Included : TrieProofVerdict.Excluded, verdict);
            Assert.Equal(map.GetValueOrDefault(key, []), value.ToArray());
        }
    }

    /// <summary>
    /// Every node is bound by its hash, so no altered byte, missing or foreign node may pass, whatever verdict it ends with.
    /// </summary>
    [Fact]
    public void Altered_cut_or_padded_proofs_are_refused()
    {
        var random = new Random(9);
        var (trie, map) = Build(random, 500, 32, 256);
        foreach (var key in map.Keys.Take(20).Select(Convert.FromHexString))
        {
            var proof = trie.CreateProof(key);
            for (var node = 0; node < proof.Count; node++)
            {
                for (var i = 0; i < proof[node].Length; i++)
                {
                    var altered = proof.ToArray();
                    var bytes = altered[node].ToArray();
                    bytes[i] ^= (byte)(1 << random.Next(8));
                    altered[node] = bytes;
                    Assert.Equal(TrieProofVerdict.WrongHash, TrieProof.Verify(trie.Root, key, altered, out _));
                }
            }

            Assert.Equal(TrieProofVerdict.Incomplete, TrieProof.Verify(trie.Root, key, proof.SkipLast(1).ToList(), out _));
            Assert.Equal(TrieProofVerdict.WrongHash, TrieProof.Verify(trie.Root, key, proof.Skip(1).ToList(), out _));
            Assert.Equal(TrieProofVerdict.Malformed, TrieProof.Verify(trie.Root, key, [.. proof, proof[0]], out _));
            Assert.Equal(TrieProofVerdict.WrongHash, TrieProof.Verify(Keccak256.Hash(key), key, proof, out _));
        }
    }

    /// <summary>
    /// Nodes whose hash the root does name, but which are no nodes: a prover may choose any bytes when it chooses the root.
    /// </summary>
    [Theory]
    [InlineData("80")] // a string
    [InlineData("c0")] // no items
    [InlineData("c3808080")] // three items
    [InlineData("c22001ff")] // bytes behind the list
    [InlineData("c240" + "01")] // unknown path flag
    [InlineData("c221" + "c0")] // a list as value
    [InlineData("c20080")] // extension to nothing
    [InlineData("c20001")] // extension to a byte
    [InlineData("c3820301" + "01")] // length that does not fit
    public void Bytes_that_are_no_node_are_malformed(string hex)
    {
        var node = Convert.FromHexString(hex);

        var verdict = TrieProof.Verify(Keccak256.Hash(node), [0x11], [node], out var value);

        Assert.Equal(TrieProofVerdict.Malformed, verdict);
        Assert.True(value.IsEmpty);
    }

    [Fact]
    public void Random_bytes_never_break_the_check()
    {
        var random = new Random(10);
        for (var i = 0; i < 20_000; i++)
        {
            var node = new byte[random.Next(1, 60)];
            random.NextBytes(node);
            node[0] = (byte)(0xc0 + Math.Min(node.Length - 1, 55));

            var verdict = TrieProof.Verify(Keccak256.Hash(node), [0x12, 0x34], [node], out _);

            Assert.NotEqual(TrieProofVerdict.WrongHash, verdict);
        }
    }

    [Fact]
    public void Empty_trie_is_proven_by_no_node()
    {
        Assert.Empty(new PatriciaTrie().CreateProof([1]));
        Assert.Equal(TrieProofVerdict.Excluded, TrieProof.Verify(Keccak256.OfEmptyTrie, [1], [], out _));
        Assert.Equal(TrieProofVerdict.Malformed, TrieProof.Verify(Keccak256.OfEmptyTrie, [1], [new byte[] { 0x80 }], out _));
    }

    private static (PatriciaTrie Trie, Dictionary<string, byte[]> Map) Build(Random random, int count, int keyLength, int alphabet)
    {
        var trie = new PatriciaTrie();
        Dictionary<string, byte[]> map = new(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = Key(random, keyLength, alphabet);
            var value = new byte[random.Next(1, 50)];
            random.NextBytes(value);
            trie.Put(key, value);
            map[Convert.ToHexString(key)] = value;
        }

        return (trie, map);
    }

    private static byte[] Key(Random random, int length, int alphabet) =>
        Enumerable.Range(0, length).Select(_ => (byte)random.Next(alphabet)).ToArray();
}
