using System.Security.Cryptography;
using System.Text;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Bearer tokens for the node's authenticated methods: JWT, HS256, claim <c>iat</c>, as geth's engine API has it (EIP-3675 authentication).</summary>
internal sealed class JwtToken
{
    private const int SecretLength = 32;

    private static readonly string Header = Base64Url(Encoding.ASCII.GetBytes("""{"alg":"HS256","typ":"JWT"}"""));

    private readonly byte[] _secret;
    private readonly TimeProvider _time;

    public JwtToken(ReadOnlySpan<byte> secret, TimeProvider time)
    {
        _secret = secret.Length == SecretLength ? secret.ToArray() : throw new FormatException("A JWT secret has 32 bytes.");
        _time = time;
    }

    /// <summary>Reads the secret: one line of 64 hex digits, with or without 0x.</summary>
    public static JwtToken FromFile(string path, TimeProvider time) =>
        Hex.TryDecode(File.ReadAllText(path).Trim(), out var secret) && secret.Length == SecretLength
            ? new JwtToken(secret, time)
            : throw new FormatException($"{path} must hold 32 bytes of hex.");

    /// <summary>A token issued now.</summary>
    public string Create()
    {
        var claims = Base64Url(Encoding.ASCII.GetBytes($$"""{"iat":{{_time.GetUtcNow().ToUnixTimeSeconds()}}}"""));
        var signed = Header + "." + claims;
        return signed + "." + Base64Url(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(signed)));
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
