using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>The parts of a keystore file, checked as far as that goes without the password.</summary>
internal sealed class KeystoreFile
{
    private const int MaxDerivedKeyLength = 1024;
    private const int MaxPbkdf2Rounds = 1 << 24;

    private readonly bool _isVersion1;
    private readonly byte[] _iv;
    private readonly byte[] _salt;
    private readonly int _rounds;          // of PBKDF2, or 0 for scrypt
    private readonly (int N, int R, int P) _scrypt;

    private KeystoreFile(JsonElement root)
    {
        _isVersion1 = VersionOf(root);
        Address = AddressOf(root);
        var crypto = Member(root, "crypto");
        var cipher = Text(crypto, "cipher");
        if (cipher != (_isVersion1 ? "aes-128-cbc" : "aes-128-ctr"))
        {
            throw new FormatException($"the cipher '{cipher}' is not supported");
        }

        Ciphertext = Bytes(crypto, "ciphertext");
        Mac = Bytes(crypto, "mac");
        _iv = Bytes(Member(crypto, "cipherparams"), "iv");
        var parameters = Member(crypto, "kdfparams");
        _salt = Bytes(parameters, "salt");
        DerivedKeyLength = Number(parameters, "dklen", 32, MaxDerivedKeyLength);
        var maxLength = _isVersion1 ? PrivateKey.Size + 16 : PrivateKey.Size;
        if (_iv.Length != 16 || Mac.Length != 32 || Ciphertext.Length == 0 || Ciphertext.Length > maxLength)
        {
            throw new FormatException("the lengths of iv, mac or ciphertext are wrong");
        }

        switch (Text(crypto, "kdf"))
        {
            case "scrypt": _scrypt = ScryptOf(parameters); break;
            case "pbkdf2": _rounds = RoundsOf(parameters); break;
            default: throw new FormatException($"the key derivation '{Text(crypto, "kdf")}' is not supported");
        }
    }

    /// <summary>The account that the file names.</summary>
    public Address? Address { get; }

    public byte[] Ciphertext { get; }

    public byte[] Mac { get; }

    public int DerivedKeyLength { get; }

    public static bool TryParse(string json, [NotNullWhen(true)] out KeystoreFile? file, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            file = new KeystoreFile(document.RootElement);
            problem = "";
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            file = null;
            problem = e is JsonException ? "the file is not JSON" : e.Message;
            return false;
        }
    }

    public void Derive(byte[] password, byte[] key)
    {
        if (_rounds > 0)
        {
            Rfc2898DeriveBytes.Pbkdf2(password, _salt, key, _rounds, HashAlgorithmName.SHA256);
        }
        else
        {
            Scrypt.Derive(password, _salt, _scrypt.N, _scrypt.R, _scrypt.P, key);
        }
    }

    /// <summary>Writes the private key, padded on the left: some old files have keys without their leading zeros.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> derived, Span<byte> plain)
    {
        byte[] data = [.. Ciphertext];
        try
        {
            if (_isVersion1)
            {
                using var aes = Aes.Create();
                aes.SetKey(Keccak256.Hash(derived[..16]).Bytes[..16]);
                data = aes.DecryptCbc(Ciphertext, _iv);
            }
            else
            {
                AesCtr.Transform(derived[..16], _iv, data);
            }

            if (data.Length > plain.Length)
            {
                return false;
            }

            plain.Clear();
            data.CopyTo(plain[(plain.Length - data.Length)..]);
            return true;
        }
        catch (CryptographicException)
        {
            return false; // the padding of version 1 is wrong
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>True for version 1, which is written as text; false for version 3.</summary>
    private static bool VersionOf(JsonElement root)
    {
        var version = Member(root, "version");
        if (version.ValueKind == JsonValueKind.String && version.GetString() == "1")
        {
            return true;
        }

        return version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 3
            ? false
            : throw new FormatException($"version {version.GetRawText()} is not supported");
    }

    private static Address? AddressOf(JsonElement root) =>
        TryMember(root, "address", out var json) && json.ValueKind == JsonValueKind.String
        && Primitives.Address.TryParse(json.GetString(), out var address) && !address.IsZero // zero stands for none, as geth has it
            ? address
            : null;

    private static (int N, int R, int P) ScryptOf(JsonElement parameters)
    {
        var (n, r, p) = (Number(parameters, "n", 1, int.MaxValue), Number(parameters, "r", 1, int.MaxValue), Number(parameters, "p", 1, int.MaxValue));
        return Scrypt.ProblemOf(n, r, p) is { } problem ? throw new FormatException(problem) : (n, r, p);
    }

    private static int RoundsOf(JsonElement parameters)
    {
        var function = Text(parameters, "prf");
        return function == "hmac-sha256"
            ? Number(parameters, "c", 1, MaxPbkdf2Rounds)
            : throw new FormatException($"the function '{function}' is not supported");
    }

    private static byte[] Bytes(JsonElement parent, string name) =>
        Hex.TryDecode(Text(parent, name), out var bytes) ? bytes : throw new FormatException($"'{name}' is no hex");

    private static string Text(JsonElement parent, string name)
    {
        var json = Member(parent, name);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException($"'{name}' is no text");
    }

    private static int Number(JsonElement parent, string name, int min, int max)
    {
        var json = Member(parent, name);
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"'{name}' is no number from {min} to {max}");
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        TryMember(parent, name, out var json) ? json : throw new FormatException($"'{name}' is missing");

    /// <summary>Wallets disagree about upper case ("Crypto").</summary>
    private static bool TryMember(JsonElement parent, string name, out JsonElement found)
    {
        found = default;
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                found = member.Value;
                return true;
            }
        }

        return false;
    }
}
