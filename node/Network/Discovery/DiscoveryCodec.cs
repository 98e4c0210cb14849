using System.Diagnostics.CodeAnalysis;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>Packets of discv4.</summary>
/// <remarks>
/// | bytes | what |
/// |---|---|
/// | 0–31 | Keccak-256 of all that follows |
/// | 32–96 | signature r, s, parity over Keccak-256 of all that follows it |
/// | 97 | type |
/// | 98– | RLP list; further bytes are allowed |
/// Thread: any; no state.
/// </remarks>
internal static class DiscoveryCodec
{
    /// <summary>Largest packet (discv4, "Wire Protocol").</summary>
    public const int MaxPacketBytes = 1280;

    private const int HashBytes = Hash256.Size;
    private const int HeadBytes = HashBytes + Signature.Size;

    /// <summary>Makes and signs a packet.</summary>
    public static byte[] Encode(PrivateKey key, DiscoveryMessage message, out Hash256 hash)
    {
        using var writer = new RlpWriter(MaxPacketBytes);
        message.Encode(writer);
        var packet = new byte[HeadBytes + 1 + writer.Written.Length];
        packet[HeadBytes] = (byte)message.Type;
        writer.Written.CopyTo(packet.AsSpan(HeadBytes + 1));
        key.Sign(Keccak256.Hash(packet.AsSpan(HeadBytes))).CopyTo(packet.AsSpan(HashBytes));
        hash = Keccak256.Hash(packet.AsSpan(HashBytes));
        hash.CopyTo(packet);
        return packet;
    }

    /// <summary>Reads a packet and finds its signer. The cheap checks come first; expiry and proofs are the receiver's to judge.</summary>
    public static DiscoveryFault TryDecode(ReadOnlySpan<byte> bytes, out DiscoveryPacket? packet)
    {
        packet = null;
        if (bytes.Length > MaxPacketBytes)
        {
            return DiscoveryFault.PacketTooLarge;
        }

        if (bytes.Length <= HeadBytes)
        {
            return DiscoveryFault.PacketTooSmall;
        }

        var hash = Keccak256.Hash(bytes[HashBytes..]);
        if (!bytes[..HashBytes].SequenceEqual(hash.Bytes))
        {
            return DiscoveryFault.HashMismatch;
        }

        Span<byte> sender = stackalloc byte[NodeId.Size];
        if (!Secp256k1.TryRecover(Keccak256.Hash(bytes[HeadBytes..]), Signature.FromBytes(bytes[HashBytes..]), sender))
        {
            return DiscoveryFault.InvalidSignature;
        }

        var type = (DiscoveryMessageType)bytes[HeadBytes];
        if (!Enum.IsDefined(type))
        {
            return DiscoveryFault.UnknownType;
        }

        if (!TryRead(type, bytes[(HeadBytes + 1)..], out var message))
        {
            return DiscoveryFault.Malformed;
        }

        packet = new DiscoveryPacket(hash, NodeId.FromPublicKey(sender), message);
        return DiscoveryFault.None;
    }

    private static bool TryRead(DiscoveryMessageType type, ReadOnlySpan<byte> data, [NotNullWhen(true)] out DiscoveryMessage? message)
    {
        message = null;
        try
        {
            var list = new RlpReader(data).ReadList();
            message = type switch
            {
                DiscoveryMessageType.Ping => PingMessage.Decode(ref list),
                DiscoveryMessageType.Pong => PongMessage.Decode(ref list),
                DiscoveryMessageType.FindNode => FindNodeMessage.Decode(ref list),
                DiscoveryMessageType.Neighbours => NeighboursMessage.Decode(ref list),
                DiscoveryMessageType.RecordRequest => RecordRequestMessage.Decode(ref list),
                _ => RecordResponseMessage.Decode(ref list),
            };
            return true;
        }
        catch (RlpException)
        {
            return false;
        }
    }
}
