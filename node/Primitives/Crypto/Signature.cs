namespace PoaSidechain.Primitives.Crypto;

/// <summary>A recoverable ECDSA signature over secp256k1: r, s and the parity of R's y coordinate (0 or 1).</summary>
/// <param name="R">The r value, 1 to n-1 when valid.</param>
/// <param name="S">The s value; our own signatures have s at most n/2 (EIP-2).</param>
/// <param name="YParity">0 or 1; 2 and 3 exist in theory and are refused everywhere in Ethereum.</param>
public readonly record struct Signature(UInt256 R, UInt256 S, byte YParity)
{
    /// <summary>Length of the r, s, v form in bytes.</summary>
    public const int Size = 65;

    /// <summary>Reads r (32) || s (32) || v (1), v being the bare parity: the form of a Clique seal (EIP-225).</summary>
    public static Signature FromBytes(ReadOnlySpan<byte> bytes) =>
        new(UInt256.FromBigEndian(bytes[..32]), UInt256.FromBigEndian(bytes[32..64]), bytes[64]);

    /// <summary>Writes r (32) || s (32) || v (1).</summary>
    public void CopyTo(Span<byte> destination)
    {
        R.WriteBigEndian(destination);
        S.WriteBigEndian(destination[32..]);
        destination[64] = YParity;
    }

    /// <summary>r (32) || s (32) || v (1).</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The 64-byte form of EIP-2098: r || (parity in the top bit of s).</summary>
    public byte[] ToCompactArray()
    {
        var bytes = ToArray();
        bytes[32] |= (byte)(YParity << 7);
        return bytes[..64];
    }
}
