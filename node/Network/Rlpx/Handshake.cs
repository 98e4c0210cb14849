using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>The RLPx handshake over a stream, from either side; nothing but the two packets is read or written.</summary>
/// <remarks>The caller limits the time. Faults come as <see cref="WireException"/>, malformed bodies as RlpException.</remarks>
internal static class Handshake
{
    /// <summary>Dialling side: auth out, ack in.</summary>
    public static async Task<SessionSecrets> InitiateAsync(Stream stream, HandshakeKeys own, NodeId remote, CancellationToken cancellation)
    {
        if (!AuthMessage.TryCreate(own, remote, out var auth))
        {
            throw new WireException(PeerFault.InvalidHandshake, "a node id that is no public key");
        }

        var authPacket = HandshakePacket.Seal(remote, auth.EncodeBody());
        await stream.WriteAsync(authPacket, cancellation);
        var ackPacket = await HandshakePacket.ReadAsync(stream, AckMessage.PlainPacketBytes, own.StaticKey, cancellation);
        var ack = AckMessage.Decode(ackPacket);
        return SessionSecrets.Derive(own.OneTimeKey, ack.OneTimeKey, (own.Nonce, authPacket), (ack.Nonce, ackPacket.Bytes), isInitiator: true);
    }

    /// <summary>Accepting side: auth in, ack out in the form that the initiator used.</summary>
    public static async Task<(SessionSecrets Secrets, NodeId Remote)> AcceptAsync(
        Stream stream, HandshakeKeys own, CancellationToken cancellation)
    {
        var authPacket = await HandshakePacket.ReadAsync(stream, AuthMessage.PlainPacketBytes, own.StaticKey, cancellation);
        var auth = AuthMessage.Decode(authPacket);
        var remoteOneTimeKey = RecoverOneTimeKey(auth, own.StaticKey);
        var ack = new AckMessage(NodeId.Of(own.OneTimeKey), own.Nonce);
        var ackPacket = authPacket.IsPlain
            ? HandshakePacket.SealPlain(auth.InitiatorId, ack.EncodePlain())
            : HandshakePacket.Seal(auth.InitiatorId, ack.EncodeBody());
        var secrets = SessionSecrets.Derive(
            own.OneTimeKey, remoteOneTimeKey, (auth.Nonce, authPacket.Bytes), (own.Nonce, ackPacket), isInitiator: false);
        await stream.WriteAsync(ackPacket, cancellation);
        return (secrets, auth.InitiatorId);
    }

    private static NodeId RecoverOneTimeKey(AuthMessage auth, PrivateKey key)
    {
        Span<byte> publicKey = stackalloc byte[NodeId.Size];
        return auth.TryRecoverOneTimeKey(key, publicKey)
            ? NodeId.FromPublicKey(publicKey)
            : throw new WireException(PeerFault.InvalidHandshake, "an auth whose signature is none");
    }
}
