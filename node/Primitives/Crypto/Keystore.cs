using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>Encrypted key files (Web3 Secret Storage): versions 3 and 1 are opened, version 3 is written.</summary>
/// <remarks>Text and password in, key out: files, prompts and waiting are the caller's. Opening takes about a second of work. Thread: any.</remarks>
public static class Keystore
{
    private const int DerivedKeyLength = 32;
    private const int ScryptBlockSize = 8; // r

    /// <summary>Opens a file's text. A password is its UTF-8 bytes, without any normalisation, as geth takes it.</summary>
    public static KeystoreResult Open(string json, ReadOnlySpan<char> password)
    {
        if (!KeystoreFile.TryParse(json, out var file, out var problem))
        {
            return KeystoreResult.Refused(problem);
        }

        var secret = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, secret);
        var derived = new byte[file.DerivedKeyLength];
        try
        {
            file.Derive(secret, derived);
            return CryptographicOperations.FixedTimeEquals(MacOf(derived, file.Ciphertext).Bytes, file.Mac)
                ? Decrypt(file, derived)
                : new KeystoreResult(KeystoreStatus.WrongPassword, null, "wrong password");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>The address that a file names, without opening it; false when it is no keystore file or names none.</summary>
    public static bool TryReadAddress(string json, out Address address)
    {
        address = default;
        if (!KeystoreFile.TryParse(json, out var file, out _) || file.Address is not { } named)
        {
            return false;
        }

        address = named;
        return true;
    }

    /// <summary>A new file's text for a key, with fresh salt, counter and id.</summary>
    public static string Encrypt(PrivateKey key, ReadOnlySpan<char> password, KeystoreStrength strength = KeystoreStrength.Standard)
    {
        var (n, p) = strength == KeystoreStrength.Standard ? (262_144, 1) : (4_096, 6);
        var secret = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, secret);
        var salt = RandomNumberGenerator.GetBytes(32);
        var counter = RandomNumberGenerator.GetBytes(16);
        var derived = new byte[DerivedKeyLength];
        var data = new byte[PrivateKey.Size];
        try
        {
            Scrypt.Derive(secret, salt, n, ScryptBlockSize, p, derived);
            key.CopySecretTo(data);
            AesCtr.Transform(derived.AsSpan(0, 16), counter, data);
            return Write(key.Address, data, counter, salt, n, p, MacOf(derived, data));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static KeystoreResult Decrypt(KeystoreFile file, byte[] derived)
    {
        var plain = new byte[PrivateKey.Size];
        try
        {
            if (!file.TryDecrypt(derived, plain))
            {
                return KeystoreResult.Refused("the encrypted key is malformed");
            }

            var key = new PrivateKey(plain);
            if (file.Address is { } named && named != key.Address)
            {
                key.Dispose();
                return KeystoreResult.Refused($"the file names {named}, but has the key of another account");
            }

            return new KeystoreResult(KeystoreStatus.Opened, key, "");
        }
        catch (ArgumentException)
        {
            return KeystoreResult.Refused("the decrypted number is no private key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Tells a right password from a wrong one: Keccak-256 of the second half of the derived key and the encrypted data.</summary>
    private static Hash256 MacOf(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext) => Keccak256.Hash([.. derived[16..32], .. ciphertext]);

    private static string Write(in Address address, byte[] data, byte[] counter, byte[] salt, int n, int p, in Hash256 mac)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("address", Convert.ToHexStringLower(address.Bytes));
            json.WriteStartObject("crypto");
            json.WriteString("cipher", "aes-128-ctr");
            json.WriteString("ciphertext", Convert.ToHexStringLower(data));
            json.WriteStartObject("cipherparams");
            json.WriteString("iv", Convert.ToHexStringLower(counter));
            json.WriteEndObject();
            json.WriteString("kdf", "scrypt");
            json.WriteStartObject("kdfparams");
            json.WriteNumber("dklen", DerivedKeyLength);
            json.WriteNumber("n", n);
            json.WriteNumber("p", p);
            json.WriteNumber("r", ScryptBlockSize);
            json.WriteString("salt", Convert.ToHexStringLower(salt));
            json.WriteEndObject();
            json.WriteString("mac", Convert.ToHexStringLower(mac.Bytes));
            json.WriteEndObject();
            json.WriteString("id", NewId());
            json.WriteNumber("version", 3);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A random UUID of version 4.</summary>
    private static string NewId()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
