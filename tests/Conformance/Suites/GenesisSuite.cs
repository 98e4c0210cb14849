using System.Text;
using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Variations of a genesis file that real geth 1.13.15 took or refused, and files of real chains with their headers.</summary>
public sealed class GenesisSuite : ISuite
{
    public string Name => "genesis";

    public string Summary => "genesis files: accepted or refused as by geth init, genesis hashes";

    public IReadOnlyList<FixtureSet> Defaults => [new("spec/clique", "genesis-(parse-vectors|index).json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().Where(json => json.TryGetProperty("genesisHash", out _))
                .Select(json => new Case(json.GetProperty("file").GetString()!, null, () => CheckReal(json)));
        }

        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("cases", out var cases)
            ? cases.EnumerateArray().Where(json => json.TryGetProperty("genesisText", out _))
                .Select(json => new Case(json.GetProperty("name").GetString()!, null, () => Check(json)))
            : [];
    }

    private static string? Check(JsonElement json)
    {
        var isAccepted = json.GetProperty("initAccepted").GetBoolean();
        GenesisFile file;
        try
        {
            file = GenesisFileReader.Read(Encoding.UTF8.GetBytes(json.GetProperty("genesisText").GetString()!));
        }
        catch (GenesisFileException e)
        {
            return isAccepted ? $"refused: {e.Message}" : null;
        }

        if (!isAccepted)
        {
            return $"accepted, geth says: {json.GetProperty("gethMessage").GetString()}";
        }

        return json.TryGetProperty("genesisHash", out var expected) ? CompareHash(file, expected) : null;
    }

    private static string? CheckReal(JsonElement json)
    {
        var content = File.ReadAllBytes(Vectors.Spec("clique/genesis/" + json.GetProperty("file").GetString()));
        try
        {
            return CompareHash(GenesisFileReader.Read(content), json.GetProperty("genesisHash"));
        }
        catch (GenesisFileException e)
        {
            return json.GetProperty("sameHashFromRealGeth_1_13_15_init").GetBoolean() ? $"refused: {e.Message}" : null; // geth refuses it too
        }
    }

    private static string? CompareHash(GenesisFile file, JsonElement expected)
    {
        var hash = GenesisBlock.Create(file).Hash;
        return hash == FixtureJson.Hash(expected) ? null : $"hash {hash}, expected {expected.GetString()}";
    }
}
