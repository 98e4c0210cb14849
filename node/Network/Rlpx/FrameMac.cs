using System.Security.Cryptography;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>One direction's running MAC: a Keccak state into which every frame is mixed (devp2p rlpx.md, "MAC").</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class FrameMac : IDisposable
{
    /// <summary>Length of a MAC on the line.</summary>
    public const int Size = 16;

    private readonly KeccakHasher _hash;
    private readonly Aes _aes;
    private readonly ICryptoTransform _cipher;
    private readonly byte[] _digest = new byte[Size];
    private readonly byte[] _seed = new byte[Size];

    public FrameMac(in Hash256 macSecret, KeccakHasher start)
    {
        _hash = start;
        (_aes, _cipher) = AesBlock.Create(macSecret.Bytes);
    }

    /// <summary>Mixes in a frame's encrypted header (16 bytes) and writes its MAC.</summary>
    public void Header(ReadOnlySpan<byte> header, Span<byte> mac) => MixSeed(header, mac);

    /// <summary>Mixes in a frame's encrypted, padded body and writes its MAC.</summary>
    public void Body(ReadOnlySpan<byte> body, Span<byte> mac)
    {
        _hash.Update(body);
        var digest = _hash.Digest();
        MixSeed(digest.Bytes[..Size], mac);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _aes.Dispose();
    }

    /// <summary>hash.update(aes(first 16 bytes of the digest) xor <paramref name="block"/>); the MAC is the digest after that.</summary>
    private void MixSeed(ReadOnlySpan<byte> block, Span<byte> mac)
    {
        _hash.Digest().Bytes[..Size].CopyTo(_digest);
        _cipher.TransformBlock(_digest, 0, Size, _seed, 0);
        for (var i = 0; i < Size; i++)
        {
            _seed[i] ^= block[i];
        }

        _hash.Update(_seed);
        _hash.Digest().Bytes[..Size].CopyTo(mac);
    }
}
