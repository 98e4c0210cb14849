using System.Security.Cryptography;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>AES in counter mode for the few blocks of a keystore file; the counter is the whole 128-bit block and wraps.</summary>
internal static class AesCtr
{
    private const int BlockLength = 16;

    /// <summary>Encrypts or decrypts in place.</summary>
    public static void Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialCounter, Span<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> counter = stackalloc byte[BlockLength];
        Span<byte> pad = stackalloc byte[BlockLength];
        initialCounter.CopyTo(counter);
        for (var at = 0; at < data.Length; at++)
        {
            if (at % BlockLength == 0)
            {
                aes.EncryptEcb(counter, pad, PaddingMode.None);
                Increment(counter);
            }

            data[at] ^= pad[at % BlockLength];
        }

        CryptographicOperations.ZeroMemory(pad);
    }

    private static void Increment(Span<byte> counter)
    {
        var at = counter.Length;
        while (--at >= 0 && ++counter[at] == 0)
        {
        }
    }
}
