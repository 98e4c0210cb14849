using System.Security.Cryptography;

namespace PoaSidechain.Network.Rlpx;

/// <summary>The bare AES block cipher, from which counter mode and the frame MAC are made.</summary>
internal static class AesBlock
{
    /// <summary>An encryptor of 16-byte blocks that lives as long as its key; dispose both.</summary>
    public static (Aes Aes, ICryptoTransform Encryptor) Create(ReadOnlySpan<byte> key)
    {
        var aes = Aes.Create();
        aes.Mode = CipherMode.ECB; // the building block of CTR and of the MAC; no message is ever encrypted with it
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        return (aes, aes.CreateEncryptor());
    }
}
