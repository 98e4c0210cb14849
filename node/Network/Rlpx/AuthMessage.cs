using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>The initiator's half of the RLPx handshake.</summary>
/// <param name="Signature">By the one-time key, over (static shared secret xor nonce): r, s, parity.</param>
/// <param name="InitiatorId">The initiator's static key.</param>
/// <param name="Nonce">The initiator's nonce.</param>
/// <param name="Version">4, or whatever the other side says; EIP-8 demands to ignore it.</param>
internal sealed record AuthMessage(Signature Signature, NodeId InitiatorId, Hash256 Nonce, ulong Version = AuthMessage.CurrentVersion)
{
    public const ulong CurrentVersion = 4;

    /// <summary>Length of the form before EIP-8, encrypted.</summary>
    public const int PlainPacketBytes = PlainBytes + Ecies.Overhead;

    private const int PlainBytes = 65 + 32 + 64 + 32 + 1;

    /// <summary>Signs for a recipient; false when the recipient's key is no point of the curve.</summary>
    public static bool TryCreate(HandshakeKeys own, NodeId recipient, out AuthMessage message)
    {
        Span<byte> secret = stackalloc byte[32];
        var ok = Secp256k1.TryEcdh(own.StaticKey, recipient.ToArray(), secret);
        message = new AuthMessage(
            ok ? own.OneTimeKey.Sign(Mix(secret, own.Nonce)) : default, NodeId.Of(own.StaticKey), own.Nonce);
        return ok;
    }

    /// <summary>The initiator's one-time public key (64 bytes), which only the signature shows.</summary>
    public bool TryRecoverOneTimeKey(PrivateKey recipientKey, Span<byte> publicKey)
    {
        Span<byte> secret = stackalloc byte[32];
        return Secp256k1.TryEcdh(recipientKey, InitiatorId.ToArray(), secret)
            && Secp256k1.TryRecover(Mix(secret, Nonce), Signature, publicKey);
    }

    /// <summary>The body of EIP-8: [signature, initiator's key, nonce, version].</summary>
    public byte[] EncodeBody()
    {
        using var writer = new RlpWriter(256);
        var list = writer.BeginList();
        writer.Write(Signature.ToArray());
        writer.Write(InitiatorId.ToArray());
        writer.Write(Nonce);
        writer.Write(Version);
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>Reads either form; items and padding after the known ones are left alone, as EIP-8 demands.</summary>
    public static AuthMessage Decode(HandshakePacket packet)
    {
        if (packet.IsPlain)
        {
            return DecodePlain(packet.Plaintext);
        }

        var reader = new RlpReader(packet.Plaintext);
        var list = reader.ReadList();
        return new AuthMessage(
            Signature.FromBytes(list.ReadExact(Signature.Size)),
            NodeId.FromPublicKey(list.ReadExact(NodeId.Size)),
            list.ReadHash(),
            list.ReadUInt64());
    }

    /// <summary>signature (65) || hash of the one-time key (32) || static key (64) || nonce (32) || flag.</summary>
    private static AuthMessage DecodePlain(ReadOnlySpan<byte> plain) =>
        plain.Length == PlainBytes
            ? new AuthMessage(Signature.FromBytes(plain), NodeId.FromPublicKey(plain.Slice(97, 64)), new Hash256(plain.Slice(161, 32)))
            : throw new WireException(PeerFault.InvalidHandshake, "an auth of the wrong length");

    private static Hash256 Mix(ReadOnlySpan<byte> secret, in Hash256 nonce)
    {
        Span<byte> mixed = stackalloc byte[32];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (byte)(secret[i] ^ nonce.Bytes[i]);
        }

        return new Hash256(mixed);
    }
}
