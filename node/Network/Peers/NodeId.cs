using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Peers;

/// <summary>A node's identity on devp2p: its secp256k1 public key, 64 bytes.</summary>
/// <param name="X">The key's x coordinate.</param>
/// <param name="Y">The key's y coordinate.</param>
public readonly record struct NodeId(Hash256 X, Hash256 Y)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    /// <summary>From x || y.</summary>
    public static NodeId FromPublicKey(ReadOnlySpan<byte> publicKey) => new(new Hash256(publicKey[..32]), new Hash256(publicKey[32..]));

    /// <summary>The id of the node that has this key.</summary>
    public static NodeId Of(PrivateKey key) => FromPublicKey(key.PublicKey.Span);

    /// <summary>Keccak-256 of the public key: what <c>admin_peers</c> and discovery call the id.</summary>
    public Hash256 ToHash() => Keccak256.Hash(ToArray());

    /// <summary>x || y.</summary>
    public byte[] ToArray() => [.. X.Bytes, .. Y.Bytes];

    /// <summary>True when the key is a point of the curve.</summary>
    public bool IsValid => Secp256k1.TryCompress(ToArray(), stackalloc byte[33]);

    /// <summary>128 hex digits without 0x, as in enode URLs.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
