using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Checkpointer;

/// <summary>The decrypted keys; wiped on dispose.</summary>
internal sealed record CheckpointerKeys(PrivateKey? Signer, PrivateKey? Fee) : IDisposable
{
    public void Dispose()
    {
        Signer?.Dispose();
        Fee?.Dispose();
    }
}
