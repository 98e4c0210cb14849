using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>What contracts returned (ethers contract-interface) and the official ABI tests: values encode to the bytes, the bytes decode to the values.</summary>
public sealed class AbiSuite : ISuite
{
    public string Name => "abi";

    public string Summary => "contract ABI: ethers contract-interface, ethereum/tests ABITests";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("crypto-accounts.tar.gz", "ethers/contract-interface"),
        new("basic.tar.gz", "ABITests/"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().Where(json => json.TryGetProperty("interface", out _)).Select(Ethers)
            : root.EnumerateObject().Where(p => p.Value.TryGetProperty("args", out _)).Select(p => new Case(p.Name, null, () => Official(p.Value)));
    }

    private static Case Ethers(JsonElement json) => new(json.GetProperty("name").GetString()!, null, () =>
    {
        var function = ContractAbi.Parse(json.GetProperty("interface").GetString()!).Function("test");
        var key = json.TryGetProperty("normalizedValues", out _) ? "normalizedValues" : "values";
        using var values = JsonDocument.Parse(json.GetProperty(key).GetString()!);
        return Check(function.Outputs, values.RootElement, Hex.Decode(json.GetProperty("result").GetString()));
    });

    private static string? Official(JsonElement json)
    {
        var parameters = json.GetProperty("types").EnumerateArray().Select(type => new AbiParameter("", AbiType.Parse(type.GetString()!))).ToArray();
        return Check(parameters, json.GetProperty("args"), Hex.Decode(json.GetProperty("result").GetString()));
    }

    private static string? Check(IReadOnlyList<AbiParameter> parameters, JsonElement values, byte[] expected)
    {
        var encoded = AbiEncoder.Encode(parameters, [.. parameters.Zip(values.EnumerateArray(), (p, value) => Value(p.Type, value))]);
        if (!encoded.AsSpan().SequenceEqual(expected))
        {
            return $"encoded {Hex.Encode(encoded)}, expected {Hex.Encode(expected)}";
        }

        var again = AbiEncoder.Encode(parameters, [.. AbiDecoder.Decode(parameters, expected)]);
        return again.AsSpan().SequenceEqual(expected) ? null : $"decoded and encoded again: {Hex.Encode(again)}";
    }

    /// <summary>ethers wraps each value as {type, value}; the official tests have plain ones, texts standing for bytes too.</summary>
    private static object Value(AbiType type, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            json = json.GetProperty("value");
        }

        if (json.ValueKind == JsonValueKind.Array)
        {
            var types = type.Kind == AbiKind.Tuple ? type.Components.Select(c => c.Type) : Enumerable.Repeat(type.Element!, json.GetArrayLength());
            return types.Zip(json.EnumerateArray(), Value).ToArray();
        }

        var isText = type.Kind is AbiKind.Bytes or AbiKind.FixedBytes && json.GetString() is { } text && !text.StartsWith("0x", StringComparison.Ordinal);
        return isText ? System.Text.Encoding.UTF8.GetBytes(json.GetString()!) : AbiJson.Read(type, json);
    }
}
