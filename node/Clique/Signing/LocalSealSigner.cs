using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Clique.Signing;

/// <summary>A signer whose key was decrypted into this process.</summary>
public sealed class LocalSealSigner(PrivateKey key) : ISealSigner
{
    /// <inheritdoc/>
    public Address Address => key.Address;

    /// <inheritdoc/>
    public Task<SealResult> SignSealAsync(Block unsealed, CancellationToken cancellation) =>
        Task.FromResult(SealResult.Of(key.Sign(CliqueHeader.SealHash(unsealed.Header))));
}
