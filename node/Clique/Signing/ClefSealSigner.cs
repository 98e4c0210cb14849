using System.Net.Http.Json;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique.Signing;

/// <summary>A signer behind Clef's external-signer protocol: JSON-RPC <c>account_signData</c> with the mime type of a Clique header.</summary>
/// <remarks>The payload is <see cref="CliqueHeader.SealRlp"/>, so that the other side sees what it signs. Thread: any.</remarks>
public sealed class ClefSealSigner(HttpClient http, Uri endpoint, Address address) : ISealSigner
{
    private const string MimeType = "application/x-clique-header";

    private int _requestId;

    /// <inheritdoc/>
    public Address Address => address;

    /// <inheritdoc/>
    public Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation) =>
        RemoteSealing.AskAsync(token => AskAsync(unsealed.Header, token), cancellation);

    private async Task<SealResult> AskAsync(BlockHeader header, CancellationToken cancellation)
    {
        var request = new
        {
            jsonrpc = "2.0",
            id = Interlocked.Increment(ref _requestId),
            method = "account_signData",
            @params = new[] { MimeType, address.ToString(), Hex.Encode(CliqueHeader.SealRlp(header)) },
        };
        using var response = await http.PostAsJsonAsync(endpoint, request, cancellation);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        if (answer.RootElement.TryGetProperty("error", out var error))
        {
            return SealResult.Refused(SealRefusal.Denied, error.ToString());
        }

        return answer.RootElement.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String
            ? RemoteSealing.Read(result.GetString())
            : SealResult.Refused(SealRefusal.Denied, "an answer without result");
    }
}
