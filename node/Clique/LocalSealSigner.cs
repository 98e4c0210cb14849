using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique;

/// <summary>A signer whose key was decrypted into this process.</summary>
public sealed class LocalSealSigner(PrivateKey key) : ISealSigner
{
    /// <inheritdoc/>
    public Address Address => key.Address;

    /// <inheritdoc/>
    public Task<Signature> SignSealAsync(BlockHeader header, CancellationToken cancellation) =>
        Task.FromResult(key.Sign(CliqueHeader.SealHash(header)));
}
