using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>The secp256k1 vectors of noble-curves.</summary>
internal static class NobleVectors
{
    public static IEnumerable<Case> Signatures(JsonElement root)
    {
        var valid = root.GetProperty("valid").EnumerateArray().Select((json, i) => new Case($"sign {i}", null, () => Sign(json)));
        var invalid = root.GetProperty("invalid");
        return valid
            .Concat(invalid.GetProperty("sign").EnumerateArray().Select((json, i) => new Case($"refuse key {i}", null, () => RefuseKey(json.GetProperty("d")))))
            .Concat(invalid.GetProperty("verify").EnumerateArray().Select((json, i) => new Case($"refuse signature {i}", null, () => RefuseSignature(json))));
    }

    public static IEnumerable<Case> Points(JsonElement root)
    {
        var valid = root.GetProperty("valid");
        var invalid = root.GetProperty("invalid");
        return valid.GetProperty("isPoint").EnumerateArray().Select((json, i) => new Case($"is point {i}", null, () => IsPoint(json)))
            .Concat(valid.GetProperty("pointCompress").EnumerateArray().Select((json, i) => new Case($"compress {i}", null, () => Compress(json))))
            .Concat(valid.GetProperty("pointFromScalar").EnumerateArray().Select((json, i) => new Case($"public key {i}", null, () => PublicKey(json))))
            .Concat(invalid.GetProperty("pointCompress").EnumerateArray().Select((json, i) => new Case($"refuse point {i}", null, () => RefusePoint(json))))
            .Concat(invalid.GetProperty("pointFromScalar").EnumerateArray().Select((json, i) => new Case($"refuse scalar {i}", null, () => RefuseKey(json.GetProperty("d")))));
    }

    private static string? Sign(JsonElement json)
    {
        using var key = new PrivateKey(Bytes(json, "d"));
        var hash = new Hash256(Bytes(json, "m"));
        var signature = key.Sign(hash);
        var compact = signature.ToArray().AsSpan(0, 64);
        return Convert.ToHexStringLower(compact) != json.GetProperty("signature").GetString() ? $"signed {Convert.ToHexStringLower(compact)}"
            : !Secp256k1.Verify(hash, compact, key.PublicKey.Span) ? "not verified"
            : Secp256k1.TryRecoverAddress(hash, signature, out var address) && address == key.Address ? null
            : "recovered to somebody else";
    }

    private static string? RefuseSignature(JsonElement json)
    {
        var publicKey = new byte[64];
        var isVerified = Secp256k1.TryDecompress(Bytes(json, "Q"), publicKey)
            && Secp256k1.Verify(new Hash256(Bytes(json, "m")), Bytes(json, "signature"), publicKey);
        return isVerified ? "verified" : null;
    }

    private static string? RefuseKey(JsonElement secret)
    {
        try
        {
            using var key = new PrivateKey(Convert.FromHexString(secret.GetString()!));
            return "taken";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? IsPoint(JsonElement json) =>
        Secp256k1.TryDecompress(Bytes(json, "P"), new byte[64]) == json.GetProperty("expected").GetBoolean() ? null : "another verdict";

    private static string? Compress(JsonElement json)
    {
        var (publicKey, compressed) = (new byte[64], new byte[33]);
        if (!Secp256k1.TryDecompress(Bytes(json, "P"), publicKey) || !Secp256k1.TryCompress(publicKey, compressed))
        {
            return "refused";
        }

        var encoded = json.GetProperty("compress").GetBoolean() ? compressed : [4, .. publicKey];
        return Convert.ToHexStringLower(encoded) == json.GetProperty("expected").GetString() ? null : Convert.ToHexStringLower(encoded);
    }

    private static string? RefusePoint(JsonElement json) => Secp256k1.TryDecompress(Bytes(json, "P"), new byte[64]) ? "taken" : null;

    private static string? PublicKey(JsonElement json)
    {
        using var key = new PrivateKey(Bytes(json, "d"));
        var compressed = new byte[33];
        Secp256k1.TryCompress(key.PublicKey.Span, compressed);
        return Convert.ToHexStringLower(compressed) == json.GetProperty("expected").GetString() ? null : Convert.ToHexStringLower(compressed);
    }

    private static byte[] Bytes(JsonElement json, string name) => Convert.FromHexString(json.GetProperty(name).GetString()!);
}
