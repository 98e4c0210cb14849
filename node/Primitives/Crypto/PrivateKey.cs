using System.Security.Cryptography;

namespace PoaSidechain.Primitives.Crypto;

/// <summary>A secp256k1 secret key. Kept in pinned memory that the collector does not copy, wiped on dispose, never printed.</summary>
/// <remarks>Thread: any, until disposed.</remarks>
public sealed class PrivateKey : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _secret = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly byte[] _publicKey = new byte[64];
    private bool _disposed;

    /// <summary>Copies a secret of 32 bytes; refuses 0 and numbers from the group order on.</summary>
    public PrivateKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Size || !Secp256k1.TryGetPublicKey(secret, _publicKey))
        {
            throw new ArgumentException("A private key is a number of 32 bytes from 1 to the group order of secp256k1 less 1.", nameof(secret));
        }

        secret.CopyTo(_secret);
        Address = Secp256k1.AddressOf(_publicKey);
    }

    /// <summary>The account this key controls.</summary>
    public Address Address { get; }

    /// <summary>The public key, x || y, 64 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    internal ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _secret;
        }
    }

    /// <summary>A new key from the system's random source.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> secret = stackalloc byte[Size];
        Span<byte> publicKey = stackalloc byte[64];
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!Secp256k1.TryGetPublicKey(secret, publicKey));

        var key = new PrivateKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Copies the secret out, for encryption into a keystore file only; the caller wipes it.</summary>
    public void CopySecretTo(Span<byte> destination) => Secret.CopyTo(destination);

    /// <summary>Signs a 32-byte hash: deterministic nonce (RFC 6979), s at most n/2.</summary>
    public Signature Sign(in Hash256 hash) => Secp256k1.Sign(hash, this);

    /// <summary>The address; never the secret.</summary>
    public override string ToString() => $"private key of {Address}";

    /// <summary>Wipes the secret.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }
}
