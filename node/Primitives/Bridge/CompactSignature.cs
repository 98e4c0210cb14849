using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>A signature in the 64-byte form of EIP-2098: r, and s with the parity in its top bit.</summary>
/// <param name="R">The r value.</param>
/// <param name="Vs">The s value, at most n/2, with the parity of R's y in the top bit.</param>
public readonly record struct CompactSignature(Hash256 R, Hash256 Vs)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    /// <summary>From a signature with low s.</summary>
    public static CompactSignature From(in Signature signature) => FromBytes(signature.ToCompactArray());

    /// <summary>Reads r || vs.</summary>
    public static CompactSignature FromBytes(ReadOnlySpan<byte> bytes) => new(new Hash256(bytes[..32]), new Hash256(bytes[32..64]));

    /// <summary>r || vs.</summary>
    public byte[] ToArray() => [.. R.Bytes, .. Vs.Bytes];

    /// <summary>Who signed; false when nobody did or s is above n/2, which contracts refuse.</summary>
    public bool TryRecover(in Hash256 digest, out Address signer)
    {
        var word = Vs.ToUInt256();
        var parity = (byte)(word.IsNegative ? 1 : 0);
        var s = (word << 1) >> 1;
        signer = default;
        return s <= Secp256k1.HalfOrder && Secp256k1.TryRecoverAddress(digest, new Signature(R.ToUInt256(), s, parity), out signer);
    }
}
