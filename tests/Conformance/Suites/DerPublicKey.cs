using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Public keys of secp256k1 in X.509's SubjectPublicKeyInfo with the curve named.</summary>
internal static class DerPublicKey
{
    private static readonly byte[] Algorithm = Convert.FromHexString("301006072a8648ce3d020106052b8104000a");

    /// <summary>Gives x || y.</summary>
    public static bool TryRead(ReadOnlySpan<byte> der, out byte[] publicKey)
    {
        publicKey = new byte[64];
        if (der.Length < 2 || der[0] != 0x30 || der[1] != der.Length - 2 || !der[2..].StartsWith(Algorithm))
        {
            return false;
        }

        var bits = der[(2 + Algorithm.Length)..];
        return bits.Length > 3 && bits[0] == 0x03 && bits[1] == bits.Length - 2 && bits[2] == 0 && Secp256k1.TryDecompress(bits[3..], publicKey);
    }
}
