using System.Text.Json;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Precompiled contracts alone: output, price and refusal, as geth and nimbus have them.</summary>
public sealed class PrecompilesSuite : ISuite
{
    // By the file's name without "fail-" and ".json": in lower case, so that geth's and nimbus' spellings meet.
    private static readonly Dictionary<string, (ulong Number, Fork Fork)> Contracts = new(StringComparer.Ordinal)
    {
        ["ecrecover"] = (0x01, Fork.Frontier),
        ["sha256"] = (0x02, Fork.Frontier),
        ["ripemd160"] = (0x03, Fork.Frontier),
        ["ripemd"] = (0x03, Fork.Frontier),
        ["identity"] = (0x04, Fork.Frontier),
        ["modexp"] = (0x05, Fork.Byzantium),
        ["modexp_eip2565"] = (0x05, Fork.Berlin),
        ["modexp_eip7883"] = (0x05, Fork.Osaka),
        ["bn256add"] = (0x06, Fork.Istanbul),
        ["bn256scalarmul"] = (0x07, Fork.Istanbul),
        ["bn256mul"] = (0x07, Fork.Istanbul),
        ["bn256pairing"] = (0x08, Fork.Istanbul),
        ["ecpairing"] = (0x08, Fork.Istanbul),
        ["blake2f"] = (0x09, Fork.Istanbul),
        ["pointevaluation"] = (0x0a, Fork.Cancun),
        ["blsg1add"] = (0x0b, Fork.Prague),
        ["blsg1mul"] = (0x0c, Fork.Prague),
        ["blsg1multiexp"] = (0x0c, Fork.Prague),
        ["blsg2add"] = (0x0d, Fork.Prague),
        ["blsg2mul"] = (0x0e, Fork.Prague),
        ["blsg2multiexp"] = (0x0e, Fork.Prague),
        ["blspairing"] = (0x0f, Fork.Prague),
        ["blsmapg1"] = (0x10, Fork.Prague),
        ["blsmapg2"] = (0x11, Fork.Prague),
        ["p256verify"] = (0x100, Fork.Osaka),
    };

    public string Name => "precompiles";

    public string Summary => "precompiled contracts: results, prices and refusals of geth and nimbus";

    public IReadOnlyList<FixtureSet> Defaults => [new("precompiles-opcodes.tar.gz", "precompiles/(geth|nimbus)/.*json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        var key = Path.GetFileNameWithoutExtension(file.Path).ToLowerInvariant().Replace("fail-", "", StringComparison.Ordinal);
        Fork? named = null;
        var vectors = root;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out vectors))
        {
            key = Contracts.ContainsKey(key) ? key : root.GetProperty("func").GetString()!.ToLowerInvariant();
            named = ForkNames.TryParse(root.GetProperty("fork").GetString()!, out var fork) ? fork : null;
        }

        return vectors.ValueKind == JsonValueKind.Array && Contracts.TryGetValue(key, out var contract)
            ? vectors.EnumerateArray().Where(vector => vector.TryGetProperty("Input", out _))
                .Select((vector, i) => MakeCase(vector, i, contract.Number, named ?? contract.Fork))
            : [];
    }

    private static Case MakeCase(JsonElement vector, int index, ulong number, Fork fork) => new(
        vector.TryGetProperty(nameof(Name), out var name) ? $"{name.GetString()}[{index}]" : $"[{index}]", fork.ToString(), () => Run(vector, number, fork));

    private static string? Run(JsonElement vector, ulong number, Fork fork)
    {
        var contract = PrecompiledContracts.Of(fork).Find(Address.FromNumber(number))!;
        var input = Hex.Decode(vector.GetProperty("Input").GetString());
        var output = new ReturnData();
        var price = contract.GasCost(input);
        var isTaken = contract.Run(input, output);
        if (!vector.TryGetProperty("Expected", out var expected) || vector.TryGetProperty("ExpectedError", out _))
        {
            return isTaken ? "taken, expected to be refused" : null;
        }

        var found = Convert.ToHexStringLower(output.Bytes);
        return !isTaken ? "refused"
            : !string.Equals(found, expected.GetString()!.Replace("0x", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase) ? $"{found}, expected {expected}"
            : vector.TryGetProperty("Gas", out var gas) && gas.GetInt64() is not 0 and var wanted && wanted != price ? $"gas {price}, expected {wanted}"
            : null;
    }
}
