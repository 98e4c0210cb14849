using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>The recipient's half of the RLPx handshake.</summary>
/// <param name="OneTimeKey">The recipient's one-time public key.</param>
/// <param name="Nonce">The recipient's nonce.</param>
/// <param name="Version">4, or whatever the other side says; EIP-8 demands to ignore it.</param>
internal sealed record AckMessage(NodeId OneTimeKey, Hash256 Nonce, ulong Version = AuthMessage.CurrentVersion)
{
    /// <summary>Length of the form before EIP-8, encrypted.</summary>
    public const int PlainPacketBytes = PlainBytes + Ecies.Overhead;

    private const int PlainBytes = 64 + 32 + 1;

    /// <summary>The body of EIP-8: [one-time key, nonce, version].</summary>
    public byte[] EncodeBody()
    {
        using var writer = new RlpWriter(128);
        var list = writer.BeginList();
        writer.Write(OneTimeKey.ToArray());
        writer.Write(Nonce);
        writer.Write(Version);
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>The form before EIP-8, for an initiator that used it: one-time key (64) || nonce (32) || flag.</summary>
    public byte[] EncodePlain() => [.. OneTimeKey.ToArray(), .. Nonce.Bytes, 0];

    /// <summary>Reads either form; items and padding after the known ones are left alone, as EIP-8 demands.</summary>
    public static AckMessage Decode(HandshakePacket packet)
    {
        if (packet.IsPlain)
        {
            ReadOnlySpan<byte> plain = packet.Plaintext;
            return plain.Length == PlainBytes
                ? new AckMessage(NodeId.FromPublicKey(plain[..64]), new Hash256(plain.Slice(64, 32)))
                : throw new WireException(PeerFault.InvalidHandshake, "an ack of the wrong length");
        }

        var reader = new RlpReader(packet.Plaintext);
        var list = reader.ReadList();
        return new AckMessage(NodeId.FromPublicKey(list.ReadExact(NodeId.Size)), list.ReadHash(), list.ReadUInt64());
    }
}
