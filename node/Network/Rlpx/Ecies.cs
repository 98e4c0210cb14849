using System.Security.Cryptography;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Encryption to a public key as the RLPx handshake has it (devp2p rlpx.md, "ECIES Encryption").</summary>
/// <remarks>
/// <code>
/// offset  bytes  meaning
/// 0       65     04 || public key of a one-time key
/// 65      16     initial counter of AES-128-CTR
/// 81      n      ciphertext
/// 81+n    32     HMAC-SHA256 over counter, ciphertext and the shared (authenticated) data
/// </code>
/// </remarks>
internal static class Ecies
{
    /// <summary>How much longer a ciphertext is than its plaintext.</summary>
    public const int Overhead = PointBytes + CounterBytes + TagBytes;

    private const int PointBytes = 65;
    private const int CounterBytes = 16;
    private const int TagBytes = 32;
    private const byte UncompressedPoint = 4;

    /// <summary>Encrypts to <paramref name="publicKey"/> (64 bytes); false when that is no point of the curve.</summary>
    public static bool TryEncrypt(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> sharedData, Span<byte> ciphertext)
    {
        using var oneTimeKey = PrivateKey.Generate();
        Span<byte> keys = stackalloc byte[64];
        if (!TryDeriveKeys(oneTimeKey, publicKey, keys))
        {
            return false;
        }

        ciphertext[0] = UncompressedPoint;
        oneTimeKey.PublicKey.Span.CopyTo(ciphertext[1..]);
        var counter = ciphertext.Slice(PointBytes, CounterBytes);
        RandomNumberGenerator.Fill(counter);
        var body = ciphertext.Slice(PointBytes + CounterBytes, plaintext.Length);
        plaintext.CopyTo(body);
        using (var cipher = new AesCtr(keys[..16], counter))
        {
            cipher.Transform(body);
        }

        Authenticate(keys[32..], ciphertext[PointBytes..^TagBytes], sharedData, ciphertext[^TagBytes..]);
        return true;
    }

    /// <summary>Decrypts with <paramref name="key"/>; false for anything that was not made by <see cref="TryEncrypt"/> for this key and data.</summary>
    public static bool TryDecrypt(PrivateKey key, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> sharedData, out byte[] plaintext)
    {
        plaintext = [];
        Span<byte> keys = stackalloc byte[64];
        if (ciphertext.Length < Overhead || ciphertext[0] != UncompressedPoint || !TryDeriveKeys(key, ciphertext[1..PointBytes], keys))
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[TagBytes];
        Authenticate(keys[32..], ciphertext[PointBytes..^TagBytes], sharedData, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, ciphertext[^TagBytes..]))
        {
            return false;
        }

        plaintext = ciphertext[(PointBytes + CounterBytes)..^TagBytes].ToArray();
        using var cipher = new AesCtr(keys[..16], ciphertext.Slice(PointBytes, CounterBytes));
        cipher.Transform(plaintext);
        return true;
    }

    /// <summary>16 bytes for the cipher, 16 not used, 32 for the MAC: one round of the concatenation KDF of NIST SP 800-56.</summary>
    private static bool TryDeriveKeys(PrivateKey key, ReadOnlySpan<byte> publicKey, Span<byte> keys)
    {
        Span<byte> input = stackalloc byte[4 + 32];
        input[..4].Clear();
        input[3] = 1; // the round
        if (!Secp256k1.TryEcdh(key, publicKey, input[4..]))
        {
            return false;
        }

        Span<byte> derived = stackalloc byte[32];
        SHA256.HashData(input, derived);
        derived[..16].CopyTo(keys);
        SHA256.HashData(derived[16..], keys[32..]);
        return true;
    }

    private static void Authenticate(ReadOnlySpan<byte> macKey, ReadOnlySpan<byte> body, ReadOnlySpan<byte> sharedData, Span<byte> tag)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, macKey);
        mac.AppendData(body);
        mac.AppendData(sharedData);
        mac.GetHashAndReset(tag);
    }
}
