using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique.Signing;

/// <summary>Holds a signer's key: in this process, or in another that is asked over the wire.</summary>
/// <remarks>
/// It is given the whole block, never a bare hash: it can tell what it signs, and nothing but a block of a Clique chain can be signed by it. Thread: any.
/// </remarks>
public interface ISealSigner
{
    /// <summary>The account that signs.</summary>
    Address Address { get; }

    /// <summary>Seals a block whose extra data ends with 65 bytes of room for it, or says why not.</summary>
    Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation);

    /// <summary>The block on this parent that was given out for sealing before, perhaps before a crash; null when there was none.</summary>
    Block? Recall(BlockHeader parent) => null;
}
