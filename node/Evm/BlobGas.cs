using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm;

/// <summary>The price of blobs (EIP-4844), which BLOBBASEFEE answers even on a chain that has none.</summary>
public static class BlobGas
{
    /// <summary>Gas of one blob.</summary>
    public const ulong PerBlob = 1UL << 17;

    /// <summary>First byte of a blob's versioned hash.</summary>
    public const byte VersionedHashVersion = 1;

    /// <summary>e^(excess / fraction) in wei, by the integer series of EIP-4844's <c>fake_exponential</c>; 2^256 - 1 when it does not fit.</summary>
    public static UInt256 BaseFee(ulong excessBlobGas, BlobParameters parameters)
    {
        if (excessBlobGas == 0)
        {
            return UInt256.One;
        }

        UInt256 denominator = parameters.BaseFeeUpdateFraction;
        var sum = UInt256.Zero;
        var term = denominator;
        for (ulong i = 1; !term.IsZero; i++)
        {
            if (UInt256.Add(sum, term, out sum) || UInt256.MultiplyOverflow(term, excessBlobGas, out var product))
            {
                return UInt256.MaxValue;
            }

            term = product / (denominator * i);
        }

        return sum / denominator;
    }
}
