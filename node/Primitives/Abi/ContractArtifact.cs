using System.Text.Json;

namespace PoaSidechain.Primitives.Abi;

/// <summary>What a compiler gives for a contract: its interface, the code that deploys it and the code that then stands on the chain.</summary>
/// <param name="Abi">The interface.</param>
/// <param name="Bytecode">Init code, without constructor arguments; empty for an interface.</param>
/// <param name="DeployedBytecode">Runtime code with immutables unset; empty when the artifact has none.</param>
public sealed record ContractArtifact(ContractAbi Abi, ReadOnlyMemory<byte> Bytecode, ReadOnlyMemory<byte> DeployedBytecode)
{
    /// <summary>Reads Foundry's, Hardhat's or our own form: "abi", and "bytecode" and "deployedBytecode" as text or as objects with "object".</summary>
    /// <exception cref="AbiException">The text is no artifact, or its code has unlinked libraries.</exception>
    public static ContractArtifact Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new ContractArtifact(ContractAbi.FromJson(root), Code(root, "bytecode"), Code(root, "deployedBytecode"));
        }
        catch (JsonException e)
        {
            throw new AbiException($"The artifact is not JSON: {e.Message}");
        }
    }

    /// <summary>The data of the transaction that creates the contract.</summary>
    public byte[] EncodeDeployment(params object[] arguments) => [.. Bytecode.Span, .. AbiEncoder.Encode(Abi.ConstructorInputs, arguments)];

    private static byte[] Code(JsonElement root, string key)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(key, out var code))
        {
            return [];
        }

        if (code.ValueKind == JsonValueKind.Object)
        {
            code = code.TryGetProperty("object", out var inner) ? inner : default;
        }

        return code.ValueKind == JsonValueKind.String && Hex.TryDecode(code.GetString(), out var bytes)
            ? bytes
            : throw new AbiException($"'{key}' is no hex: libraries that are not linked leave placeholders there.");
    }
}
