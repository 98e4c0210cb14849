using System.Security.Cryptography;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>What one side brings to a handshake.</summary>
/// <param name="StaticKey">The node's key; belongs to the caller.</param>
/// <param name="OneTimeKey">Made for this session; disposed with this object.</param>
/// <param name="Nonce">Made for this session.</param>
internal sealed record HandshakeKeys(PrivateKey StaticKey, PrivateKey OneTimeKey, Hash256 Nonce) : IDisposable
{
    public static HandshakeKeys Generate(PrivateKey staticKey) =>
        new(staticKey, PrivateKey.Generate(), new Hash256(RandomNumberGenerator.GetBytes(Hash256.Size)));

    public void Dispose() => OneTimeKey.Dispose();
}
