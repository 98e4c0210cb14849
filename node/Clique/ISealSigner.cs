using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique;

/// <summary>Holds a signer's key: in this process, or in another that is asked over the wire.</summary>
/// <remarks>It is given the whole header, never a bare hash, so that it can tell what it signs. Thread: any.</remarks>
public interface ISealSigner
{
    /// <summary>The account that signs.</summary>
    Address Address { get; }

    /// <summary>The seal of a header whose extra data ends with 65 bytes of room for it.</summary>
    Task<Signature> SignSealAsync(BlockHeader header, CancellationToken cancellation);
}
