using System.Security.Cryptography;
using System.Text.Json;
using PoaSidechain.Evm.Execution;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>secp256k1 by Wycheproof and noble: verification, signing (RFC 6979), key agreement, point encodings, public keys; P-256 by Wycheproof.</summary>
public sealed class CryptoSuite : ISuite
{
    public string Name => "crypto";

    public string Summary => "secp256k1: Wycheproof (ECDSA, ECDH), noble (RFC 6979 signing, points); P-256: Wycheproof (ECDSA)";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("crypto-accounts.tar.gz", "wycheproof/(ecdsa_secp256k1_sha256_(bitcoin_|p1363_)?test|ecdh_secp256k1_test).json"),
        new("crypto-accounts.tar.gz", "wycheproof/ecdsa_secp256r1_sha256_(p1363_)?test.json"),
        new("crypto-accounts.tar.gz", "noble-secp256k1/(ecdsa|points).json"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.TryGetProperty("testGroups", out var groups) ? groups.EnumerateArray().SelectMany(Wycheproof)
            : root.TryGetProperty("valid", out var valid) && valid.ValueKind == JsonValueKind.Array ? NobleVectors.Signatures(root)
            : root.TryGetProperty("valid", out valid) && valid.TryGetProperty("isPoint", out _) ? NobleVectors.Points(root)
            : [];
    }

    private static IEnumerable<Case> Wycheproof(JsonElement group)
    {
        var type = group.GetProperty("type").GetString();
        return group.GetProperty("tests").EnumerateArray().Select(test => new Case(
            $"{type} {test.GetProperty("tcId").GetInt32()} {test.GetProperty("comment").GetString()}",
            null,
            () => type == "EcdhTest" ? Ecdh(test)
                : group.GetProperty("publicKey").GetProperty("curve").GetString() == "secp256r1" ? P256(group, test, isP1363: type == "EcdsaP1363Verify")
                : Ecdsa(group, test, isP1363: type == "EcdsaP1363Verify", onlyLowS: type == "EcdsaBitcoinVerify")));
    }

    private static string? Ecdsa(JsonElement group, JsonElement test, bool isP1363, bool onlyLowS)
    {
        var publicKey = new byte[64];
        if (!Secp256k1.TryDecompress(Convert.FromHexString(group.GetProperty("publicKey").GetProperty("uncompressed").GetString()!), publicKey))
        {
            return "the public key is refused";
        }

        var encoded = Convert.FromHexString(test.GetProperty("sig").GetString()!);
        var signature = new byte[64];
        var isRead = isP1363 ? TryCopyWhole(encoded, signature) : DerSignature.TryRead(encoded, signature);
        var hash = new Hash256(SHA256.HashData(Convert.FromHexString(test.GetProperty("msg").GetString()!)));
        var s = UInt256.FromBigEndian(signature.AsSpan(32));
        if (s > Secp256k1.HalfOrder && s < Secp256k1.Order && !onlyLowS)
        {
            // Outside Bitcoin a high s is valid; the library verifies low ones only, so give it the other form of the same signature.
            (Secp256k1.Order - s).WriteBigEndian(signature.AsSpan(32));
        }

        var isValid = isRead && Secp256k1.Verify(hash, signature, publicKey);
        return isValid == (test.GetProperty("result").GetString() == "valid") ? null : isValid ? "verified" : "not verified";
    }

    /// <summary>By the precompiled contract of EIP-7951, which is all of P-256 there is here.</summary>
    private static string? P256(JsonElement group, JsonElement test, bool isP1363)
    {
        var encoded = Convert.FromHexString(test.GetProperty("sig").GetString()!);
        var signature = new byte[64];
        var isRead = isP1363 ? TryCopyWhole(encoded, signature) : DerSignature.TryRead(encoded, signature);
        var point = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("uncompressed").GetString()!).AsSpan(1);
        var hash = SHA256.HashData(Convert.FromHexString(test.GetProperty("msg").GetString()!));
        var output = new ReturnData();
        var contract = PrecompiledContracts.Of(Fork.Osaka).Find(Address.FromNumber(0x100))!;
        var isValid = isRead && contract.Run([.. hash, .. signature, .. point], output) && output.Bytes.Length == 32;
        return isValid == (test.GetProperty("result").GetString() == "valid") ? null : isValid ? "verified" : "not verified";
    }

    private static bool TryCopyWhole(byte[] encoded, byte[] signature)
    {
        if (encoded.Length != signature.Length)
        {
            return false;
        }

        encoded.CopyTo(signature, 0);
        return true;
    }

    /// <summary>The public key is in X.509 form, of which only the usual encoding is read: Wycheproof's "acceptable" ones may be refused.</summary>
    private static string? Ecdh(JsonElement test)
    {
        var result = test.GetProperty("result").GetString();
        var shared = new byte[32];
        var secret = UInt256.FromBigEndian(Convert.FromHexString(test.GetProperty("private").GetString()!).AsSpan().TrimStart((byte)0));
        using var key = new PrivateKey(secret.ToHash256().Bytes);
        var isAgreed = DerPublicKey.TryRead(Convert.FromHexString(test.GetProperty("public").GetString()!), out var publicKey)
            && Secp256k1.TryEcdh(key, publicKey, shared);
        var isRight = Convert.ToHexStringLower(shared) == test.GetProperty("shared").GetString();
        return result switch
        {
            "valid" => isAgreed && isRight ? null : "no or another shared secret",
            "acceptable" => !isAgreed || isRight ? null : "another shared secret",
            _ => isAgreed ? "an invalid key is taken" : null,
        };
    }
}
