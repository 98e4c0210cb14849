using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Proofs;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Primitives.Proofs;

public sealed class MerkleProofTests
{
    [Fact]
    public void Oracle_has_the_roots_of_the_public_trie_vectors()
    {
        var vectors = LoadVectors("basic/TrieTests/trieanyorder_secureTrie.json");
        var count = 0;
        foreach (var vector in vectors.EnumerateObject())
        {
            var entries = vector.Value.GetProperty("in").EnumerateObject()
                .Select(e => KeyValuePair.Create(Keccak256.Hash(Read(e.Name)).ToArray(), Read(e.Value.GetString()!)));

            Assert.Equal(Hash256.Parse(vector.Value.GetProperty("root").GetString()!), new TrieOracle(entries).Root);
            count++;
        }

        Assert.True(count > 3);
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(2, 1)]
    [InlineData(17, 1)]
    [InlineData(17, 40)]
    [InlineData(90, 3)]
    [InlineData(90, 33)]
    public void Proves_every_key_and_the_absence_of_others(int size, int valueLength)
    {
        var values = new RandomValues(size + (1000 * valueLength));
        var entries = Entries(values, size, valueLength);
        var trie = new TrieOracle(entries);
        var root = trie.Root;

        foreach (var (key, expected) in entries)
        {
            Assert.Equal(ProofOutcome.Included, MerkleProof.Verify(root, key, trie.Prove(key), out var value));
            Assert.Equal(expected, value.ToArray());
        }

        for (var i = 0; i < 100; i++)
        {
            var absent = values.Bytes(32);
            Assert.Equal(ProofOutcome.Absent, MerkleProof.Verify(root, absent, trie.Prove(absent), out var value));
            Assert.True(value.IsEmpty);
        }
    }

    /// <summary>T15, T16: small nodes stand inside their parents; keys that share all but their last nibble make them.</summary>
    [Fact]
    public void Follows_nodes_embedded_in_their_parents()
    {
        var entries = Enumerable.Range(0, 16).Select(i => KeyValuePair.Create<byte[], byte[]>([.. new byte[31], (byte)i], [(byte)(i + 1)])).ToList();
        var trie = new TrieOracle(entries);

        foreach (var (key, expected) in entries)
        {
            Assert.Equal(ProofOutcome.Included, MerkleProof.Verify(trie.Root, key, trie.Prove(key), out var value));
            Assert.Equal(expected, value.ToArray());
        }

        byte[] other = [.. new byte[31], 0x10];
        Assert.Equal(ProofOutcome.Absent, MerkleProof.Verify(trie.Root, other, trie.Prove(other), out _));
    }

    [Fact]
    public void An_empty_proof_shows_absence_in_the_empty_trie_only()
    {
        var key = Keccak256.OfEmptyString.ToArray();
        var trie = new TrieOracle(Entries(new RandomValues(1), 5, 8));

        Assert.Equal(ProofOutcome.Absent, MerkleProof.Verify(Keccak256.OfEmptyTrie, key, [], out _));
        Assert.Equal(ProofOutcome.Absent, MerkleProof.Verify(Keccak256.OfEmptyTrie, key, [new byte[] { 0x80 }], out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(Keccak256.OfEmptyTrie, key, [new byte[] { 0x80 }, new byte[] { 0x80 }], out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(Keccak256.OfEmptyTrie, key, trie.Prove(key), out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, [], out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, [new byte[] { 0x80 }], out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(Hash256.Zero, key, [], out _));
    }

    /// <summary>T11 to T13: whatever is changed about a proof, it proves nothing else.</summary>
    [Fact]
    public void Refuses_every_flipped_bit_missing_and_added_node()
    {
        var entries = Entries(new RandomValues(7), 60, 20);
        var trie = new TrieOracle(entries);
        var (key, _) = entries[11];
        var proof = trie.Prove(key);

        for (var node = 0; node < proof.Count; node++)
        {
            for (var bit = 0; bit < proof[node].Length * 8; bit++)
            {
                var changed = proof[node].ToArray();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, Replace(proof, node, changed), out _));
            }

            Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, [.. proof.Where((_, i) => i != node)], out _));
        }

        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, [.. proof, proof[^1]], out _));
        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(trie.Root, key, [.. proof.Reverse()], out _));
    }

    /// <summary>T12: a leaf is no extension and an extension no leaf, whatever hashes to the root.</summary>
    [Theory]
    [InlineData(0x40)] // prefix nibble 4 does not exist
    [InlineData(0x01)] // an even extension with a nibble where the padding is
    [InlineData(0x00)] // an extension without a path
    public void Refuses_nodes_of_a_shape_that_does_not_exist(int prefix)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        writer.Write([(byte)prefix]);
        writer.Write(Keccak256.OfEmptyList);
        writer.EndList(list);
        var node = writer.ToArray();

        Assert.Equal(ProofOutcome.Invalid, MerkleProof.Verify(Keccak256.Hash(node), new byte[32], [node], out _));
    }

    [Fact]
    public void Reads_accounts_and_slots_as_anvil_proves_them()
    {
        var answer = JsonDocument.Parse(File.ReadAllText(TestFile("anvil-proof.json"))).RootElement;
        var stateRoot = Hash256.Parse(answer.GetProperty("stateRoot").GetString()!);
        var account = Address.Parse(answer.GetProperty("address").GetString()!);

        Assert.True(StateProof.TryReadAccount(stateRoot, account, Nodes(answer.GetProperty("accountProof")), out var proven));
        Assert.Equal(Hash256.Parse(answer.GetProperty("storageHash").GetString()!), proven!.StorageRoot);
        Assert.Equal(Hash256.Parse(answer.GetProperty("codeHash").GetString()!), proven.CodeHash);
        var slot = answer.GetProperty("storageProof")[0];
        Assert.True(StateProof.TryReadSlot(proven.StorageRoot, Hash256.Zero, Nodes(slot.GetProperty("proof")), out var value));
        Assert.Equal((UInt256)7, value);
        Assert.False(StateProof.TryReadSlot(Keccak256.OfEmptyTrie, Hash256.Zero, Nodes(slot.GetProperty("proof")), out _));
        Assert.False(StateProof.TryReadAccount(proven.StorageRoot, account, Nodes(answer.GetProperty("accountProof")), out _));
    }

    private static ReadOnlyMemory<byte>[] Nodes(JsonElement list) =>
        [.. list.EnumerateArray().Select(n => (ReadOnlyMemory<byte>)Hex.Decode(n.GetString()))];

    private static List<KeyValuePair<byte[], byte[]>> Entries(RandomValues values, int size, int valueLength) =>
        [.. Enumerable.Range(0, size).Select(_ => KeyValuePair.Create(values.Bytes(32), values.Bytes(valueLength)))];

    private static ReadOnlyMemory<byte>[] Replace(IReadOnlyList<ReadOnlyMemory<byte>> proof, int index, byte[] node) =>
        [.. proof.Select((n, i) => i == index ? node : n)];

    private static byte[] Read(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.UTF8.GetBytes(text);

    private static JsonElement LoadVectors(string path)
    {
        try
        {
            return Vectors.Json("basic.tar.gz", path);
        }
        catch (VectorsMissingException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static string TestFile(string name) => Checkout.PathOf("tests", "vectors", name);
}
