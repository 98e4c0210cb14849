using System.Text.Json;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The committed artifacts of the bridge's contracts.</summary>
internal static class Artifacts
{
    private static readonly string Folder = Checkout.PathOf("bridge-contracts", "artifacts");

    public static ContractArtifact Load(string name) => ContractArtifact.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));

    /// <summary>The accounts that a genesis with the bridge has.</summary>
    public static IReadOnlyList<JsonElement> Predeploys()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "predeploys.json")));
        return [.. document.RootElement.GetProperty("predeploys").EnumerateArray().Select(p => p.Clone())];
    }
}
