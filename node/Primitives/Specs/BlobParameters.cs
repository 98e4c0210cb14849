namespace PoaSidechain.Primitives.Specs;

/// <summary>Blob limits of a fork (EIP-4844, EIP-7840). A Clique chain has no blobs; the base fee formula still feeds BLOBBASEFEE.</summary>
/// <param name="Target">Blobs a block is meant to have.</param>
/// <param name="Max">Blobs a block may have.</param>
/// <param name="BaseFeeUpdateFraction">How slowly the blob base fee moves.</param>
public sealed record BlobParameters(ulong Target, ulong Max, ulong BaseFeeUpdateFraction)
{
    /// <summary>Cancun's values.</summary>
    public static BlobParameters Cancun { get; } = new(3, 6, 3338477);

    /// <summary>Prague's and Osaka's values (EIP-7691).</summary>
    public static BlobParameters Prague { get; } = new(6, 9, 5007716);
}
