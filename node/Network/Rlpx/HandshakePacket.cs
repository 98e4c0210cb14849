using System.Buffers.Binary;
using System.Security.Cryptography;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>An auth or ack as it goes over the line, and what was in it.</summary>
/// <param name="Bytes">The whole packet: the session's MACs start from it.</param>
/// <param name="Plaintext">The decrypted body.</param>
/// <param name="IsPlain">True for the form before EIP-8, which has no length in front.</param>
/// <remarks>EIP-8 form: length (2 bytes, big-endian) || ECIES of (body || random padding), authenticated together with the length.</remarks>
internal sealed record HandshakePacket(byte[] Bytes, byte[] Plaintext, bool IsPlain)
{
    /// <summary>Largest packet taken, as geth has it; honest ones have 300 to 600 bytes.</summary>
    public const int MaxBytes = 2048;

    private const int LengthBytes = 2;

    /// <summary>Encrypts a body in the form of EIP-8, with 100 to 300 bytes of random padding.</summary>
    public static byte[] Seal(NodeId recipient, ReadOnlySpan<byte> body)
    {
        var padding = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(100, 301));
        byte[] plaintext = [.. body, .. padding];
        var packet = new byte[LengthBytes + plaintext.Length + Ecies.Overhead];
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)(packet.Length - LengthBytes));
        Encrypt(recipient, plaintext, packet.AsSpan(0, LengthBytes), packet.AsSpan(LengthBytes));
        return packet;
    }

    /// <summary>Encrypts a body in the form before EIP-8.</summary>
    public static byte[] SealPlain(NodeId recipient, ReadOnlySpan<byte> body)
    {
        var packet = new byte[body.Length + Ecies.Overhead];
        Encrypt(recipient, body, [], packet);
        return packet;
    }

    /// <summary>Reads a packet of either form.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="plainPacketBytes">How long a packet of the form before EIP-8 is.</param>
    /// <param name="key">The static key that it is encrypted to.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<HandshakePacket> ReadAsync(Stream stream, int plainPacketBytes, PrivateKey key, CancellationToken cancellation)
    {
        var start = new byte[plainPacketBytes];
        await stream.ReadExactlyAsync(start.AsMemory(0, LengthBytes), cancellation);
        var have = LengthBytes;

        // The old form starts with the 04 of an uncompressed point; as the high byte of a length that would be an unusually long packet.
        if (start[0] == 4)
        {
            await stream.ReadExactlyAsync(start.AsMemory(LengthBytes), cancellation);
            have = plainPacketBytes;
            if (Ecies.TryDecrypt(key, start, [], out var plain))
            {
                return new HandshakePacket(start, plain, IsPlain: true);
            }
        }

        var length = LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(start);
        if (length > MaxBytes || length < LengthBytes + Ecies.Overhead)
        {
            throw new WireException(PeerFault.InvalidHandshake, $"a packet of {length} bytes");
        }

        var packet = new byte[length];
        start.AsSpan(0, have).CopyTo(packet);
        await stream.ReadExactlyAsync(packet.AsMemory(have), cancellation);
        return Ecies.TryDecrypt(key, packet.AsSpan(LengthBytes), packet.AsSpan(0, LengthBytes), out var body)
            ? new HandshakePacket(packet, body, IsPlain: false)
            : throw new WireException(PeerFault.InvalidHandshake, "a packet that is not encrypted to this node");
    }

    private static void Encrypt(NodeId recipient, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> sharedData, Span<byte> ciphertext)
    {
        if (!Ecies.TryEncrypt(recipient.ToArray(), plaintext, sharedData, ciphertext))
        {
            throw new WireException(PeerFault.InvalidHandshake, "a node id that is no public key");
        }
    }
}
