using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

public sealed class RangeProofTests
{
    private static readonly Hash256 Highest = new(Enumerable.Repeat((byte)0xff, Hash256.Size).ToArray());

    /// <summary>Number of leaves, and how many first bytes keys differ in: few make deep shared prefixes and short, embedded nodes.</summary>
    public static TheoryData<int, int, int> Shapes => new() { { 1, 32, 40 }, { 2, 32, 40 }, { 300, 32, 70 }, { 120, 1, 2 }, { 60, 2, 33 }, { 17, 1, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Any_range_of_a_trie_is_proven_and_says_whether_more_follows(int count, int width, int maxValueBytes)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var (trie, leaves) = Build(random, count, width, maxValueBytes);
            for (var i = 0; i < 40; i++)
            {
                var from = random.Next(leaves.Length + 1);
                var first = from < leaves.Length && random.Next(2) == 0 ? leaves[from].Key : Between(random, leaves, from);
                var range = leaves[from..random.Next(from, leaves.Length + 1)];
                if (range.Length == 0 && from < leaves.Length)
                {
                    continue; // an empty answer is one only at the end
                }

                var verdict = Verify(trie.Root, first, range, Prove(trie, first, range), out var hasMore);

                Assert.Equal(RangeProofVerdict.Valid, verdict);
                Assert.Equal(from + range.Length < leaves.Length, hasMore);
            }
        }
    }

    /// <summary>Every lie about a range is refused: each leaf left out, put in, changed or moved, each node of the proof missing.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_altered_range_passes(int count, int width, int maxValueBytes)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var (trie, leaves) = Build(random, count, width, maxValueBytes);
            for (var i = 0; i < 30; i++)
            {
                var from = random.Next(leaves.Length);
                var range = leaves[from..random.Next(from + 1, leaves.Length + 1)];
                var first = random.Next(2) == 0 ? range[0].Key : Between(random, leaves, from);
                var proof = Prove(trie, first, range);
                var altered = Alter(random, range, first);
                if (altered is not null)
                {
                    var verdict = Verify(trie.Root, first, altered, proof, out _);
                    Assert.NotEqual(RangeProofVerdict.Valid, verdict);
                }

                Assert.NotEqual(RangeProofVerdict.Valid, Verify(Keccak256.Hash(trie.Root.Bytes), first, range, proof, out _));
            }
        }
    }

    [Fact]
    public void A_gap_in_the_middle_is_refused()
    {
        var (trie, leaves) = Build(new Random(1), 200, 32, 40);
        TrieLeaf[] gapped = [.. leaves[20..60], .. leaves[61..100]];

        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, leaves[20].Key, gapped, Prove(trie, leaves[20].Key, gapped), out _));
    }

    [Fact]
    public void A_range_that_begins_after_the_key_asked_for_is_refused()
    {
        var (trie, leaves) = Build(new Random(2), 200, 32, 40);
        var first = leaves[20].Key;

        // The proof of the first key shows that the trie has it, and the answer does not.
        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, first, leaves[21..40], Prove(trie, first, leaves[21..40]), out _));

        // A proof of another first key lacks nodes, or shows the same.
        Assert.NotEqual(RangeProofVerdict.Valid, Verify(trie.Root, first, leaves[21..40], Prove(trie, leaves[21].Key, leaves[21..40]), out _));
    }

    [Fact]
    public void A_proof_of_another_last_key_is_refused()
    {
        var (trie, leaves) = Build(new Random(3), 200, 32, 40);
        List<ReadOnlyMemory<byte>> proof = [.. trie.CreateProof(leaves[20].Key.Bytes), .. trie.CreateProof(leaves[90].Key.Bytes)];

        Assert.Equal(RangeProofVerdict.Incomplete, Verify(trie.Root, leaves[20].Key, leaves[20..60], proof, out _));
    }

    [Fact]
    public void One_leaf_too_many_is_refused()
    {
        var (trie, leaves) = Build(new Random(4), 200, 32, 40);
        var extra = new TrieLeaf(new Hash256((leaves[30].Key.ToUInt256() + UInt256.One).ToHash256().Bytes), new byte[] { 7 });
        TrieLeaf[] range = [.. leaves[20..31], extra, .. leaves[31..60]];

        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, leaves[20].Key, range, Prove(trie, leaves[20].Key, range), out _));
    }

    [Fact]
    public void Nothing_is_no_answer_where_more_stands_to_the_right()
    {
        var (trie, leaves) = Build(new Random(5), 200, 32, 40);
        var first = Between(new Random(1), leaves, 100);

        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, first, [], trie.CreateProof(first.Bytes), out _));
        Assert.Equal(RangeProofVerdict.Incomplete, Verify(trie.Root, first, [], [], out _));
        Assert.Equal(RangeProofVerdict.Valid, Verify(trie.Root, Highest, [], trie.CreateProof(Highest.Bytes), out var hasMore));
        Assert.False(hasMore);
    }

    [Fact]
    public void The_whole_trie_needs_no_proof_and_a_part_without_one_is_refused()
    {
        var (trie, leaves) = Build(new Random(6), 200, 32, 40);

        Assert.Equal(RangeProofVerdict.Valid, Verify(trie.Root, Hash256.Zero, leaves, [], out var hasMore));
        Assert.False(hasMore);
        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, Hash256.Zero, leaves[..^1], [], out _));
        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(trie.Root, Hash256.Zero, leaves[1..], [], out _));
        Assert.Equal(RangeProofVerdict.Valid, Verify(Keccak256.OfEmptyTrie, Hash256.Zero, [], [], out _));
        Assert.Equal(RangeProofVerdict.WrongLeaves, Verify(Keccak256.OfEmptyTrie, Hash256.Zero, leaves[..1], [], out _));
    }

    [Fact]
    public void Keys_that_do_not_ascend_and_empty_values_are_refused()
    {
        var (trie, leaves) = Build(new Random(7), 50, 32, 40);
        TrieLeaf[] twice = [.. leaves[..10], leaves[9], .. leaves[10..20]];
        TrieLeaf[] swapped = [leaves[1], leaves[0], .. leaves[2..20]];
        TrieLeaf[] removed = [.. leaves[..5], new TrieLeaf(leaves[5].Key, default), .. leaves[6..20]];

        foreach (var range in new[] { twice, swapped, removed })
        {
            Assert.Equal(RangeProofVerdict.NotAscending, Verify(trie.Root, Hash256.Zero, range, Prove(trie, Hash256.Zero, leaves[..20]), out _));
        }

        Assert.Equal(RangeProofVerdict.NotAscending, Verify(trie.Root, leaves[3].Key, leaves[2..9], Prove(trie, leaves[3].Key, leaves[2..9]), out _));
    }

    [Fact]
    public void Nodes_of_another_form_end_in_a_verdict_and_not_in_an_exception()
    {
        var random = new Random(8);
        for (var i = 0; i < 3_000; i++)
        {
            var node = new byte[random.Next(1, 80)];
            random.NextBytes(node);
            if (random.Next(2) == 0)
            {
                node[0] = (byte)(0xc0 + Math.Min(node.Length - 1, 55));
            }

            var leaf = new TrieLeaf(Keccak256.Hash(node), new byte[] { 1 });
            var verdict = Verify(Keccak256.Hash(node), Hash256.Zero, random.Next(2) == 0 ? [leaf] : [], [node], out _);
            Assert.NotEqual(RangeProofVerdict.Valid, verdict);
        }
    }

    private static RangeProofVerdict Verify(in Hash256 root, in Hash256 first, TrieLeaf[] leaves, IReadOnlyList<ReadOnlyMemory<byte>> proof, out bool hasMore) =>
        RangeProof.Verify(root, first, leaves, proof, out hasMore);

    private static TrieLeaf[]? Alter(Random random, TrieLeaf[] range, in Hash256 first)
    {
        var at = random.Next(range.Length);
        switch (random.Next(4))
        {
            case 0 when range.Length > 1 && at < range.Length - 1: // the last may be left out: then the range is shorter, with a proof that is too long
                return [.. range[..at], .. range[(at + 1)..]];
            case 1:
                var value = range[at].Value.ToArray();
                value[random.Next(value.Length)] ^= (byte)random.Next(1, 256);
                return [.. range[..at], range[at] with { Value = value }, .. range[(at + 1)..]];
            case 2:
                var key = range[at].Key.ToArray();
                key[^1] ^= (byte)random.Next(1, 256);
                var moved = new Hash256(key);
                return moved < first ? null : [.. range[..at], range[at] with { Key = moved }, .. range[(at + 1)..]];
            default:
                return null;
        }
    }

    private static List<ReadOnlyMemory<byte>> Prove(PatriciaTrie trie, in Hash256 first, TrieLeaf[] range) =>
        range.Length == 0 ? [.. trie.CreateProof(first.Bytes)] : [.. trie.CreateProof(first.Bytes), .. trie.CreateProof(range[^1].Key.Bytes)];

    private static Hash256 Between(Random random, TrieLeaf[] leaves, int index)
    {
        var low = index == 0 ? UInt256.Zero : leaves[index - 1].Key.ToUInt256() + UInt256.One;
        var high = index == leaves.Length ? Highest.ToUInt256() : leaves[index].Key.ToUInt256();
        return (random.Next(3) == 0 || high <= low ? low <= high ? low : high : high - ((high - low) >> random.Next(1, 200))).ToHash256();
    }

    private static (PatriciaTrie Trie, TrieLeaf[] Leaves) Build(Random random, int count, int width, int maxValueBytes)
    {
        var leaves = new SortedDictionary<Hash256, byte[]>();
        while (leaves.Count < count)
        {
            var key = new byte[Hash256.Size];
            random.NextBytes(key.AsSpan(Hash256.Size - width));
            var value = new byte[random.Next(1, maxValueBytes + 1)];
            random.NextBytes(value);
            leaves[new Hash256(key)] = value;
        }

        var trie = new PatriciaTrie();
        foreach (var (key, value) in leaves)
        {
            trie.Put(key.Bytes, value);
        }

        return (trie, [.. leaves.Select(static pair => new TrieLeaf(pair.Key, pair.Value))]);
    }
}
