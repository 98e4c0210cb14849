using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.State.Trie;

/// <summary>The trie vectors of ethereum/tests.</summary>
public sealed class TrieVectorTests
{
    [Theory]
    [InlineData("trietest.json", false)]
    [InlineData("trieanyorder.json", false)]
    [InlineData("trietest_secureTrie.json", true)]
    [InlineData("trieanyorder_secureTrie.json", true)]
    [InlineData("hex_encoded_securetrie_test.json", true)]
    public void Root_is_as_given(string file, bool isSecure)
    {
        foreach (var test in Vectors.Json("basic.tar.gz", "basic/TrieTests/" + file).EnumerateObject())
        {
            var expected = Hash256.Parse(test.Value.GetProperty("root").GetString()!);
            var trie = new PatriciaTrie();
            var stepwise = new PatriciaTrie();
            foreach (var (key, value) in ChangesOf(test.Value.GetProperty("in")))
            {
                var trieKey = isSecure ? Keccak256.Hash(key).ToArray() : key;
                trie.Put(trieKey, value);
                stepwise.Put(trieKey, value);
                _ = stepwise.Root;
            }

            Assert.True(expected == trie.Root, test.Name);
            Assert.True(expected == stepwise.Root, test.Name);
        }
    }

    private static IEnumerable<(byte[] Key, byte[] Value)> ChangesOf(JsonElement input) => input.ValueKind == JsonValueKind.Array
        ? input.EnumerateArray().Select(pair => (BytesOf(pair[0]), BytesOf(pair[1])))
        : input.EnumerateObject().Select(pair => (BytesOf(pair.Name), BytesOf(pair.Value)));

    private static byte[] BytesOf(JsonElement text) => text.ValueKind == JsonValueKind.Null ? [] : BytesOf(text.GetString()!);

    private static byte[] BytesOf(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.UTF8.GetBytes(text);
}
