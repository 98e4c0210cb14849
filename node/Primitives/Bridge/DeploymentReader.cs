using System.Text.Json;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>Takes fields out of a deployment file or a plan file and says which one is wrong.</summary>
internal sealed class DeploymentReader(string file)
{
    public static JsonDocument Open(string json, string file)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file} is not JSON: {e.Message}", e);
        }
    }

    public void RequireFormat(JsonElement root, string expected)
    {
        var format = Text(root, "format");
        if (format != expected)
        {
            throw new FormatException($"{file}: format is '{format}', this program reads '{expected}'.");
        }
    }

    public JsonElement Section(JsonElement parent, string path) => OptionalSection(parent, path) ?? throw Wrong(path, "an object");

    /// <summary>The object, or null for the word null.</summary>
    public JsonElement? OptionalSection(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.Object ? value
            : value.ValueKind == JsonValueKind.Null ? null
            : throw Wrong(path, "an object");
    }

    public string Text(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, "a text");
    }

    public ulong Number(JsonElement parent, string path, ulong most = ulong.MaxValue)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) && number <= most
            ? number
            : throw Wrong(path, most == ulong.MaxValue ? "a whole number" : $"a whole number of at most {most}");
    }

    /// <summary>An amount of wei, as text because JSON numbers lose digits.</summary>
    public UInt256 Amount(JsonElement parent, string path) => UInt256.TryParse(Text(parent, path), out var amount) ? amount : throw Wrong(path, "wei as text");

    public byte[] Bytes(JsonElement parent, string path) => Hex.TryDecode(Text(parent, path), out var bytes) ? bytes : throw Wrong(path, "hex");

    public Hash256 Hash(JsonElement parent, string path) =>
        Hash256.TryParse(Text(parent, path), out var hash) && !hash.IsZero ? hash : throw Wrong(path, "32 bytes of hex, not zero");

    public Address Address(JsonElement parent, string path) => ToAddress(Field(parent, path), path);

    /// <summary>An address; zero for the word null.</summary>
    public Address OptionalAddress(JsonElement parent, string path) =>
        Field(parent, path) is var value && value.ValueKind == JsonValueKind.Null ? default : ToAddress(value, path);

    public Address[] Addresses(JsonElement parent, string path)
    {
        var value = Field(parent, path);
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((element, i) => ToAddress(element, $"{path}[{i}]"))]
            : throw Wrong(path, "a list of addresses");
    }

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

    private Address ToAddress(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String && Primitives.Address.TryParse(value.GetString(), out var address) && !address.IsZero
            ? address
            : throw Wrong(path, "20 bytes of hex, not zero");

    private JsonElement Field(JsonElement parent, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new FormatException($"{file}: {path} is missing.");
    }

    private FormatException Wrong(string path, string expected) => new($"{file}: {path} must be {expected}.");
}
