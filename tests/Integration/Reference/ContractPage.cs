using System.Globalization;
using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>Writes functions, events and errors of the contracts: what there is from the ABI, what it means from the sources' NatSpec.</summary>
internal static class ContractPage
{
    private static readonly (string Title, string Chain)[] Chains = [("On L1", "l1"), ("On the sidechain", "sidechain")];
    private static readonly (string Title, string Type)[] Parts = [("Functions", "function"), ("Events", "event"), ("Errors", "error")];

    public static string Write()
    {
        var text = new StringBuilder(Page.Head("Contracts", "The bridge's contracts as others call them."));
        text.Append("\nABI and bytecode: [bridge-contracts/artifacts](../../../bridge-contracts/artifacts). Addresses on the sidechain: ");
        text.Append("[Predeploys.sol](../../../bridge-contracts/src/l2/Predeploys.sol); on L1: the deployment file.\n");
        var artifacts = Directory.EnumerateFiles(Checkout.PathOf("bridge-contracts", "artifacts"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Where(artifact => artifact.TryGetProperty("abi", out _))
            .ToArray();
        foreach (var (title, chain) in Chains)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
            foreach (var artifact in artifacts.Where(artifact => artifact.GetProperty("chain").GetString() == chain))
            {
                WriteContract(text, artifact.GetProperty("name").GetString()!, artifact.GetProperty("abi"));
            }
        }

        return text.ToString();
    }

    private static void WriteContract(StringBuilder text, string name, JsonElement abi)
    {
        var comments = NatSpec.Of(name);
        text.Append(CultureInfo.InvariantCulture, $"\n### {name}\n\n{Page.Cell(comments.Title)}\n");
        foreach (var (title, type) in Parts)
        {
            var members = abi.EnumerateArray().Where(member => member.GetProperty("type").GetString() == type)
                .OrderBy(member => member.GetProperty("name").GetString(), StringComparer.Ordinal).ToArray();
            if (members.Length == 0)
            {
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"\n| {title.ToLowerInvariant()} | {(type == "function" ? "answer | " : "")}meaning |\n|---|{(type == "function" ? "---|" : "")}---|\n");
            foreach (var member in members)
            {
                var memberName = member.GetProperty("name").GetString()!;
                text.Append(CultureInfo.InvariantCulture, $"| `{memberName}({Parameters(member, "inputs")})`{Mutability(member)} ");
                text.Append(type == "function" ? $"| {Answer(member)} " : "");
                text.Append(CultureInfo.InvariantCulture, $"| {Page.Cell(comments.Notice(memberName))} |\n");
            }
        }
    }

    private static string Answer(JsonElement function) => Parameters(function, "outputs") is { Length: > 0 } outputs ? $"`{outputs}`" : "";

    private static string Mutability(JsonElement member) =>
        !member.TryGetProperty("stateMutability", out var mutability) ? ""
        : mutability.GetString() switch { "payable" => " payable", "view" or "pure" => " view", _ => "" };

    private static string Parameters(JsonElement member, string list) => string.Join(", ", member.GetProperty(list).EnumerateArray().Select(parameter =>
    {
        var indexed = parameter.TryGetProperty("indexed", out var isIndexed) && isIndexed.GetBoolean() ? " indexed" : "";
        return $"{TypeOf(parameter)}{indexed} {parameter.GetProperty("name").GetString()}".Trim();
    }));

    /// <summary>Structs by their Solidity name, everything else by its ABI type.</summary>
    private static string TypeOf(JsonElement parameter) =>
        parameter.TryGetProperty("internalType", out var type) && type.GetString() is { } name && name.StartsWith("struct ", StringComparison.Ordinal)
            ? name["struct ".Length..].Split('.')[^1]
            : parameter.GetProperty("type").GetString()!;
}
