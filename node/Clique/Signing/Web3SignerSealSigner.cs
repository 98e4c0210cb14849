using System.Net;
using System.Net.Http.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique.Signing;

/// <summary>A signer behind Web3Signer's eth1 interface: <c>POST /api/v1/eth1/sign/{public key}</c>, which signs Keccak-256 of the data.</summary>
/// <remarks>The public key is found among those the service lists, by the account's address. Thread: any.</remarks>
public sealed class Web3SignerSealSigner(HttpClient http, Uri endpoint, Address address) : ISealSigner
{
    private string? _identifier;

    /// <inheritdoc/>
    public Address Address => address;

    /// <inheritdoc/>
    public Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation) =>
        RemoteSealing.AskAsync(token => AskAsync(unsealed.Header, token), cancellation);

    private async Task<SealResult> AskAsync(BlockHeader header, CancellationToken cancellation)
    {
        _identifier ??= await FindIdentifierAsync(cancellation);
        if (_identifier is null)
        {
            return SealResult.Refused(SealRefusal.Denied, $"the service has no key of {address}");
        }

        var request = new { data = Hex.Encode(CliqueHeader.SealRlp(header)) };
        using var response = await http.PostAsJsonAsync(new Uri(endpoint, $"api/v1/eth1/sign/{_identifier}"), request, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.PreconditionFailed)
        {
            return SealResult.Refused(SealRefusal.Denied, $"HTTP {(int)response.StatusCode}");
        }

        response.EnsureSuccessStatusCode();
        return RemoteSealing.Read((await response.Content.ReadAsStringAsync(cancellation)).Trim().Trim('"'));
    }

    private async Task<string?> FindIdentifierAsync(CancellationToken cancellation)
    {
        var keys = await http.GetFromJsonAsync<string[]>(new Uri(endpoint, "api/v1/eth1/publicKeys"), cancellation);
        return Array.Find(keys ?? [], key =>
            Hex.TryDecode(key, out var bytes) && bytes.Length is 64 or 65 && Secp256k1.AddressOf(bytes.AsSpan(bytes.Length - 64)) == address);
    }
}
