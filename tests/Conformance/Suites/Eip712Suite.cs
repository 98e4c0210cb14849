using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Typed data of ethers and geth: the encoded struct, the digest, and the signature where one is given.</summary>
public sealed class Eip712Suite : ISuite
{
    public string Name => "eip712";

    public string Summary => "typed data (EIP-712): ethers, geth";

    public IReadOnlyList<FixtureSet> Defaults => [new("crypto-accounts.tar.gz", "(ethers/eip712|geth-eip712/)")];

    public IEnumerable<Case> Read(VectorFile file) => file.Json().RootElement.EnumerateArray()
        .Where(json => json.TryGetProperty("primaryType", out _))
        .Select(json => new Case(json.GetProperty("name").GetString()!, null, () => Check(json)));

    private static string? Check(JsonElement json)
    {
        var data = Eip712TypedData.Build(
            json.GetProperty("types"), json.GetProperty("primaryType").GetString()!, json.GetProperty("domain"), json.GetProperty("data"));
        if (Hex.Encode(data.EncodedMessage.Span) != json.GetProperty("encoded").GetString())
        {
            return $"encoded {Hex.Encode(data.EncodedMessage.Span)}, expected {json.GetProperty("encoded")}";
        }

        if (data.Digest != Hash256.Parse(json.GetProperty("digest").GetString()!))
        {
            return $"digest {data.Digest}, expected {json.GetProperty("digest")}";
        }

        return json.TryGetProperty("privateKey", out var secret) ? CheckSignature(json, secret, data.Digest) : null;
    }

    private static string? CheckSignature(JsonElement json, JsonElement secret, in Hash256 digest)
    {
        using var key = new PrivateKey(Hex.Decode(secret.GetString()));
        var signature = key.Sign(digest).ToArray();
        signature[64] += 27;
        return Hex.Encode(signature) == json.GetProperty("signature").GetString() ? null : $"signature {Hex.Encode(signature)}";
    }
}
