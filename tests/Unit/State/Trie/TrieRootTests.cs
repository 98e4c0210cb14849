using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State.Trie;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

public sealed class TrieRootTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public void Root_of_a_list_is_that_of_the_trie_of_its_indexes(int count)
    {
        var random = new Random(count);
        var items = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            var item = new byte[random.Next(10) == 0 ? 70_000 : random.Next(1, 300)];
            random.NextBytes(item);
            items[i] = item;
        }

        var root = TrieRoot.OfList(items);

        Assert.Equal(SlowTrie.Root(items.Select((item, i) => KeyValuePair.Create(RlpOf(i), item.ToArray()))), root);
    }

    [Fact]
    public void Root_of_an_empty_list_is_that_of_the_empty_trie() => Assert.Equal(Keccak256.OfEmptyTrie, TrieRoot.OfList([]));

    private static byte[] RlpOf(int index)
    {
        using var writer = new RlpWriter();
        writer.Write((ulong)index);
        return writer.ToArray();
    }
}
