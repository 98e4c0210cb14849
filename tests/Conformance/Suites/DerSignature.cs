using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>ECDSA signatures in strict DER: a sequence of two positive integers in their shortest form.</summary>
internal static class DerSignature
{
    /// <summary>Writes r and s, 32 bytes each.</summary>
    public static bool TryRead(ReadOnlySpan<byte> der, Span<byte> signature)
    {
        if (der.Length < 2 || der[0] != 0x30 || der[1] != der.Length - 2 || der[1] >= 0x80)
        {
            return false;
        }

        der = der[2..];
        return TryReadInteger(ref der, signature[..32]) && TryReadInteger(ref der, signature[32..]) && der.IsEmpty;
    }

    private static bool TryReadInteger(ref ReadOnlySpan<byte> der, Span<byte> number)
    {
        if (der.Length < 3 || der[0] != 0x02 || der[1] == 0 || der[1] >= 0x80 || der[1] > der.Length - 2)
        {
            return false;
        }

        var digits = der.Slice(2, der[1]);
        der = der[(2 + digits.Length)..];
        var isNegative = digits[0] >= 0x80;
        var isPadded = digits.Length > 1 && digits[0] == 0 && digits[1] < 0x80;
        digits = digits[0] == 0 ? digits[1..] : digits;
        if (isNegative || isPadded || digits.Length > 32)
        {
            return false;
        }

        UInt256.FromBigEndian(digits).WriteBigEndian(number);
        return true;
    }
}
