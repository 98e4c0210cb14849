using System.Text;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Trie;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>
/// Merkle-Patricia tries: the root after a list of changes, all at once and one by one, and a proof of every key that was named.
/// </summary>
public sealed class TrieSuite : ISuite
{
    public string Name => "trie";

    public string Summary => "Merkle-Patricia tries of ethereum/tests, plain and with hashed keys";

    /// <summary>All but trietestnextprev, which is about walking in order: no part of this project does that.</summary>
    public IReadOnlyList<FixtureSet> Defaults =>
        [new("basic.tar.gz", "TrieTests/(trietest|trieanyorder|hex_encoded)(_secureTrie|_securetrie_test)?\\.json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var isSecure = file.Path.Contains("secure", StringComparison.OrdinalIgnoreCase);
        return file.Json().RootElement.EnumerateObject().Select(test => new Case(test.Name, null, () => Check(test.Value, isSecure)));
    }

    private static string? Check(JsonElement test, bool isSecure)
    {
        var whole = new PatriciaTrie();
        var stepwise = new PatriciaTrie();
        Dictionary<string, byte[]> map = new(StringComparer.Ordinal);
        foreach (var (name, value) in ChangesOf(test.GetProperty("in")))
        {
            var key = isSecure ? Keccak256.Hash(name).ToArray() : name;
            whole.Put(key, value);
            stepwise.Put(key, value);
            _ = stepwise.Root;
            map[Convert.ToHexString(key)] = value;
        }

        var expected = Hash256.Parse(test.GetProperty("root").GetString()!);
        if (whole.Root != expected || stepwise.Root != expected)
        {
            return $"root {whole.Root}, one by one {stepwise.Root}, expected {expected}";
        }

        foreach (var (key, value) in map)
        {
            var verdict = TrieProof.Verify(expected, Convert.FromHexString(key), whole.CreateProof(Convert.FromHexString(key)), out var proven);
            if (verdict != (value.Length == 0 ? TrieProofVerdict.Excluded : TrieProofVerdict.Included) || !proven.Span.SequenceEqual(value))
            {
                return $"the proof of {key} is {verdict} with {Convert.ToHexString(proven.Span)}";
            }
        }

        return null;
    }

    private static IEnumerable<(byte[] Key, byte[] Value)> ChangesOf(JsonElement input) => input.ValueKind == JsonValueKind.Array
        ? input.EnumerateArray().Select(pair => (BytesOf(pair[0].GetString()), BytesOf(pair[1].GetString())))
        : input.EnumerateObject().Select(pair => (BytesOf(pair.Name), BytesOf(pair.Value.GetString())));

    /// <summary>Text that starts with 0x is hex, other text stands for its characters, null for a removal.</summary>
    private static byte[] BytesOf(string? text) =>
        text is null ? [] : text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : Encoding.UTF8.GetBytes(text);
}
