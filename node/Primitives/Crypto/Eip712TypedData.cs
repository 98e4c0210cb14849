using System.Text.Json;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Typed data as wallets exchange it in JSON (EIP-712, eth_signTypedData_v4).</summary>
/// <remarks>Thread: any; immutable.</remarks>
public sealed class Eip712TypedData
{
    private static readonly (string Name, string Type)[] DomainMembers =
        [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"), ("salt", "bytes32")];

    private Eip712TypedData(string primaryType, byte[] encodedMessage, Hash256 domainSeparator)
    {
        PrimaryType = primaryType;
        EncodedMessage = encodedMessage;
        DomainSeparator = domainSeparator;
        StructHash = primaryType == Eip712Domain.TypeName ? domainSeparator : Keccak256.Hash(encodedMessage);
        Digest = Eip712.Digest(domainSeparator, StructHash);
    }

    /// <summary>The struct that is signed.</summary>
    public string PrimaryType { get; }

    /// <summary>Type hash and words of the message.</summary>
    public ReadOnlyMemory<byte> EncodedMessage { get; }

    /// <summary>The hash of the domain.</summary>
    public Hash256 DomainSeparator { get; }

    /// <summary>The hash of the message.</summary>
    public Hash256 StructHash { get; }

    /// <summary>What is signed.</summary>
    public Hash256 Digest { get; }

    /// <summary>Reads an object with types, primaryType, domain and message.</summary>
    /// <exception cref="AbiException">The data is malformed.</exception>
    public static Eip712TypedData Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new AbiException($"The typed data is not JSON: {e.Message}");
        }
    }

    internal static Eip712TypedData Parse(JsonElement json)
    {
        try
        {
            return Build(json.GetProperty("types"), json.GetProperty("primaryType").GetString()!, json.GetProperty("domain"), json.GetProperty("message"));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new AbiException($"The typed data is malformed (EIP-712): {e.Message}");
        }
    }

    /// <summary>From the parts; a domain type that is not given is made of the fields that the domain has, as wallets do.</summary>
    internal static Eip712TypedData Build(JsonElement types, string primaryType, JsonElement domain, JsonElement message)
    {
        var structs = new Dictionary<string, IReadOnlyList<(string Name, string Type)>>(StringComparer.Ordinal);
        foreach (var one in types.EnumerateObject())
        {
            structs[one.Name] = [.. one.Value.EnumerateArray().Select(m => (m.GetProperty("name").GetString()!, m.GetProperty("type").GetString()!))];
        }

        structs.TryAdd(Eip712Domain.TypeName, [.. DomainMembers.Where(member => domain.TryGetProperty(member.Name, out _))]);
        var schema = new Eip712Schema(structs);
        return new Eip712TypedData(primaryType, schema.EncodeStruct(primaryType, message), schema.HashStruct(Eip712Domain.TypeName, domain));
    }
}
