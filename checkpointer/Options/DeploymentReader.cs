using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Takes fields out of a deployment file and says which one is wrong.</summary>
internal sealed class DeploymentReader(string file)
{
    public JsonElement Section(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.Object ? value : throw Wrong(path, "an object");
    }

    public string Text(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, "a text");
    }

    public ulong Number(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number)
            ? number
            : throw Wrong(path, "a whole number");
    }

    public Hash256 Hash(JsonElement parent, string path) =>
        Hash256.TryParse(Text(parent, path), out var hash) && !hash.IsZero ? hash : throw Wrong(path, "32 bytes of hex, not zero");

    public Address Address(JsonElement parent, string path) =>
        Primitives.Address.TryParse(Text(parent, path), out var address) && !address.IsZero
            ? address
            : throw Wrong(path, "20 bytes of hex, not zero");

    /// <summary>The contracts fix their own addresses; the file only repeats them, so that a file of another release is noticed.</summary>
    public void RequirePredeploys(JsonElement section)
    {
        foreach (var (name, expected) in Predeploys.All)
        {
            var path = "sidechain.predeploys." + name;
            if (Address(section, path) != expected)
            {
                throw Wrong(path, expected.ToString());
            }
        }
    }

    private JsonElement Field(JsonElement parent, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"{file}: {path} is missing.");
    }

    private FormatException Wrong(string path, string expected) => new($"{file}: {path} must be {expected}.");
}
