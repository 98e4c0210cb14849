using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>Checks bearer tokens as Ethereum clients do between each other: JWT, HS256 over a shared 32-byte secret, issued just now.</summary>
internal sealed class JwtVerifier(ReadOnlyMemory<byte> secret, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 4096;
    private static readonly TimeSpan MaxDrift = TimeSpan.FromSeconds(60);

    /// <summary>Null when the Authorization header holds a good token, else why it does not.</summary>
    public string? Check(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.Ordinal) || authorization.Length == Scheme.Length)
        {
            return "missing token";
        }

        var parts = authorization[Scheme.Length..].Split('.');
        return authorization.Length > MaxTokenLength || parts.Length != 3 ? "token contains an invalid number of segments"
            : !IsSigned(parts) ? "signature is invalid"
            : CheckClaims(parts[1]);
    }

    private bool IsSigned(string[] parts)
    {
        if (Decode(parts[0]) is not { } header || Decode(parts[2]) is not { } signature || ReadText(header, "alg") != "HS256")
        {
            return false;
        }

        var expected = HMACSHA256.HashData(secret.Span, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    private string? CheckClaims(string part)
    {
        if (Decode(part) is not { } claims)
        {
            return "token is malformed";
        }

        var now = time.GetUtcNow();
        if (ReadTime(claims, "exp") is { } expires && now >= expires)
        {
            return "token is expired";
        }

        return ReadTime(claims, "iat") is not { } issued ? "missing issued-at"
            : now - issued > MaxDrift ? "stale token"
            : issued - now > MaxDrift ? "future token"
            : null;
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null; // no token of ours
        }
    }

    private static string? ReadText(byte[] json, string name)
    {
        try
        {
            return Parse(json)?.TryGetProperty(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair is no text
        }
    }

    private static DateTimeOffset? ReadTime(byte[] json, string name)
    {
        const double Latest = 253_402_300_799; // the end of the year 9999
        return Parse(json)?.TryGetProperty(name, out var value) == true
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and <= Latest
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null;
    }

    private static byte[]? Decode(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}
