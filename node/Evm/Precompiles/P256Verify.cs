using System.Security.Cryptography;
using PoaSidechain.Evm.Execution;

namespace PoaSidechain.Evm.Precompiles;

/// <summary>0x100: whether a signature on NIST's curve P-256 is valid (EIP-7951). An invalid one is an empty output, not a failure.</summary>
/// <remarks>Input: hash, r, s, x, y of the public key, 32 bytes each.</remarks>
internal sealed class P256Verify : PrecompiledContract
{
    private const int InputSize = 160;

    public override long GasCost(ReadOnlySpan<byte> input) => 6_900;

    public override bool Run(ReadOnlySpan<byte> input, ReturnData output)
    {
        output.Clear();
        if (input.Length == InputSize && IsValid(input[..32], input[32..96], input[96..128], input[128..]))
        {
            var result = output.Reserve(32);
            result.Clear();
            result[31] = 1;
        }

        return true;
    }

    private static bool IsValid(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) =>
        NativeP256.IsAvailable ? NativeP256.Verify(hash, signature[..32], signature[32..], x, y) : IsValidByPlatform(hash, signature, x, y);

    /// <summary>The same by .NET alone: where there is no OpenSSL, and what the other way is compared with.</summary>
    internal static bool IsValidByPlatform(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() },
            });
            return key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false; // the platform's way to say that the key is no point of the curve
        }
    }
}
