using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Rlpx;

/// <summary>What both sides know after the handshake (devp2p rlpx.md, "Initial Handshake").</summary>
/// <param name="AesSecret">Key of the frame cipher, both ways.</param>
/// <param name="MacSecret">Key of the block cipher inside the frame MAC, both ways.</param>
/// <param name="EgressMac">Running hash over what this side sends.</param>
/// <param name="IngressMac">Running hash over what this side receives.</param>
internal sealed record SessionSecrets(Hash256 AesSecret, Hash256 MacSecret, KeccakHasher EgressMac, KeccakHasher IngressMac)
{
    /// <summary>Derives the secrets.</summary>
    /// <param name="oneTimeKey">This side's one-time key.</param>
    /// <param name="remoteOneTimeKey">The other side's one-time public key.</param>
    /// <param name="auth">Nonce and packet of the initiator.</param>
    /// <param name="ack">Nonce and packet of the recipient.</param>
    /// <param name="isInitiator">True on the side that dialled.</param>
    public static SessionSecrets Derive(
        PrivateKey oneTimeKey, NodeId remoteOneTimeKey, (Hash256 Nonce, byte[] Packet) auth, (Hash256 Nonce, byte[] Packet) ack, bool isInitiator)
    {
        Span<byte> agreed = stackalloc byte[32];
        if (!Secp256k1.TryEcdh(oneTimeKey, remoteOneTimeKey.ToArray(), agreed))
        {
            throw new WireException(PeerFault.InvalidHandshake, "a one-time key that is no public key");
        }

        var shared = HashOf(agreed, HashOf(ack.Nonce.Bytes, auth.Nonce.Bytes).Bytes);
        var aesSecret = HashOf(agreed, shared.Bytes);
        var macSecret = HashOf(agreed, aesSecret.Bytes);
        var initiatorMac = StartMac(macSecret, ack.Nonce, auth.Packet);
        var recipientMac = StartMac(macSecret, auth.Nonce, ack.Packet);
        return isInitiator
            ? new SessionSecrets(aesSecret, macSecret, initiatorMac, recipientMac)
            : new SessionSecrets(aesSecret, macSecret, recipientMac, initiatorMac);
    }

    private static KeccakHasher StartMac(in Hash256 macSecret, in Hash256 nonce, ReadOnlySpan<byte> packet)
    {
        Span<byte> mixed = stackalloc byte[32];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (byte)(macSecret.Bytes[i] ^ nonce.Bytes[i]);
        }

        var mac = new KeccakHasher();
        mac.Update(mixed);
        mac.Update(packet);
        return mac;
    }

    private static Hash256 HashOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> both = stackalloc byte[64];
        first.CopyTo(both);
        second.CopyTo(both[32..]);
        return Keccak256.Hash(both);
    }
}
