using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

public sealed class PatriciaTrieTests
{
    /// <summary>
    /// Key shapes: few long keys, crowded short ones (embedded nodes, values in branches), hashes, and deep shared prefixes.
    /// </summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 32, 256, 40 },
        { 2, 16, 3 },
        { 3, 4, 60 },
        { 1, 256, 1 },
        { 32, 2, 2 },
        { 6, 3, 33 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Root_is_that_of_a_trie_built_from_scratch_after_any_changes(int maxKeyBytes, int alphabet, int maxValueBytes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var trie = new PatriciaTrie();
            var model = new SortedDictionary<byte[], byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            for (var round = 0; round < 30; round++)
            {
                for (var i = random.Next(1, 25); i > 0; i--)
                {
                    ChangeOne(random, trie, model, (maxKeyBytes, alphabet, maxValueBytes));
                }

                Assert.Equal(SlowTrie.Root(model), trie.Root);
            }

            Assert.All(model, pair => Assert.Equal(pair.Value, trie.Get(pair.Key)!.Value.ToArray()));
        }
    }

    [Fact]
    public void Removing_everything_leaves_the_empty_root()
    {
        var random = new Random(5);
        var trie = new PatriciaTrie();
        var keys = Enumerable.Range(0, 500).Select(_ => RandomBytes(random, 32, 256)).ToList();
        keys.ForEach(key => trie.Put(key, key));
        Assert.NotEqual(Keccak256.OfEmptyTrie, trie.Root);

        foreach (var key in keys)
        {
            trie.Delete(key);
            _ = trie.Root;
        }

        Assert.Equal(Keccak256.OfEmptyTrie, trie.Root);
        Assert.Null(trie.Get(keys[0]));
    }

    private static void ChangeOne(Random random, PatriciaTrie trie, SortedDictionary<byte[], byte[]> model, (int Key, int Alphabet, int Value) shape)
    {
        var known = random.Next(3) == 0 && model.Count > 0;
        var key = known ? model.Keys.ElementAt(random.Next(model.Count)) : RandomBytes(random, random.Next(1, shape.Key + 1), shape.Alphabet);
        if (random.Next(3) == 0)
        {
            trie.Delete(key);
            model.Remove(key);
            return;
        }

        var value = RandomBytes(random, random.Next(1, shape.Value + 1), 256);
        trie.Put(key, value);
        model[key] = value;
    }

    private static byte[] RandomBytes(Random random, int length, int alphabet) =>
        Enumerable.Range(0, length).Select(_ => (byte)random.Next(alphabet)).ToArray();
}
