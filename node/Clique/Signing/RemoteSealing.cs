using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique.Signing;

/// <summary>What remote signers have in common: how long to wait, what their failures mean, the form of a signature in text.</summary>
internal static class RemoteSealing
{
    /// <summary>Asks; whatever goes wrong on the way is a signer that is not available.</summary>
    public static async Task<SealResult> AskAsync(Func<CancellationToken, Task<SealResult>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SealResult.Refused(SealRefusal.Unavailable, "the signer did not answer in time");
        }
        catch (HttpRequestException e)
        {
            return SealResult.Refused(SealRefusal.Unavailable, e.Message);
        }
        catch (JsonException e)
        {
            return SealResult.Refused(SealRefusal.Denied, $"the answer is no JSON: {e.Message}");
        }
    }

    /// <summary>r, s, v in hex; v is 0, 1, 27 or 28 depending on who writes it.</summary>
    public static SealResult Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[Signature.Size];
        if (text is null || !Hex.TryDecodeExact(text, bytes))
        {
            return SealResult.Refused(SealRefusal.Denied, "the answer is no signature of 65 bytes");
        }

        bytes[^1] = bytes[^1] >= 27 ? (byte)(bytes[^1] - 27) : bytes[^1];
        return SealResult.Of(Signature.FromBytes(bytes));
    }
}
