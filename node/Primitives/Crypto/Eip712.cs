namespace PoaSidechain.Primitives.Crypto;

/// <summary>The digest of typed data (EIP-712): what a signer signs and a contract recovers.</summary>
public static class Eip712
{
    /// <summary>keccak256(0x19 || 0x01 || domain separator || struct hash).</summary>
    public static Hash256 Digest(in Hash256 domainSeparator, in Hash256 structHash)
    {
        Span<byte> bytes = stackalloc byte[2 + (2 * Hash256.Size)];
        bytes[0] = 0x19;
        bytes[1] = 0x01;
        domainSeparator.CopyTo(bytes[2..]);
        structHash.CopyTo(bytes[(2 + Hash256.Size)..]);
        return Keccak256.Hash(bytes);
    }
}
