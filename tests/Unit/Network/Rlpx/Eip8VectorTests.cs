using System.Text.Json;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Rlpx;

/// <summary>The test vectors of EIP-8: handshake packets in both forms, secrets, and a Hello with further fields.</summary>
public sealed class Eip8VectorTests
{
    private readonly JsonElement _vectors = Vectors.Json("network-clique.tar.gz", "network/eip8/eip8.json");

    [Theory]
    [InlineData("auth1", true, 4)]
    [InlineData("auth2", false, 4)]
    [InlineData("auth3", false, 56)]
    public async Task Reads_auth_packets(string name, bool isPlain, ulong version)
    {
        using var keyB = Key("static_key_b");
        using var keyA = Key("static_key_a");
        using var oneTimeKeyA = Key("ephemeral_key_a");
        var packet = await ReadPacketAsync(name, AuthMessage.PlainPacketBytes, keyB);

        var auth = AuthMessage.Decode(packet);

        Assert.Equal(isPlain, packet.IsPlain);
        Assert.Equal(version, auth.Version);
        Assert.Equal(NodeId.Of(keyA), auth.InitiatorId);
        Assert.Equal(Hash("nonce_a"), auth.Nonce);
        Assert.Equal(Bytes("auth_signature"), auth.Signature.ToArray());
        var oneTimeKey = new byte[64];
        Assert.True(auth.TryRecoverOneTimeKey(keyB, oneTimeKey));
        Assert.Equal(oneTimeKeyA.PublicKey.ToArray(), oneTimeKey);
    }

    [Theory]
    [InlineData("ack1", true, 4)]
    [InlineData("ack2", false, 4)]
    [InlineData("ack3", false, 57)]
    public async Task Reads_ack_packets(string name, bool isPlain, ulong version)
    {
        using var keyA = Key("static_key_a");
        using var oneTimeKeyB = Key("ephemeral_key_b");
        var packet = await ReadPacketAsync(name, AckMessage.PlainPacketBytes, keyA);

        var ack = AckMessage.Decode(packet);

        Assert.Equal(isPlain, packet.IsPlain);
        Assert.Equal(new AckMessage(NodeId.Of(oneTimeKeyB), Hash("nonce_b"), version), ack);
    }

    [Fact]
    public void Derives_the_secrets_of_auth2_and_ack2_on_both_sides()
    {
        using var oneTimeKeyA = Key("ephemeral_key_a");
        using var oneTimeKeyB = Key("ephemeral_key_b");
        var auth = (Hash("nonce_a"), Bytes("auth2"));
        var ack = (Hash("nonce_b"), Bytes("ack2"));

        var recipient = SessionSecrets.Derive(oneTimeKeyB, NodeId.Of(oneTimeKeyA), auth, ack, isInitiator: false);
        var initiator = SessionSecrets.Derive(oneTimeKeyA, NodeId.Of(oneTimeKeyB), auth, ack, isInitiator: true);

        Assert.Equal(Hash("aes-secret"), recipient.AesSecret);
        Assert.Equal(Hash("mac-secret"), recipient.MacSecret);
        Assert.Equal(recipient.AesSecret, initiator.AesSecret);
        Assert.Equal(recipient.MacSecret, initiator.MacSecret);
        Assert.Equal(recipient.IngressMac.Digest(), initiator.EgressMac.Digest());
        Assert.Equal(recipient.EgressMac.Digest(), initiator.IngressMac.Digest());
        recipient.IngressMac.Update("foo"u8);
        Assert.Equal(Hash("ingress-mac_foo"), recipient.IngressMac.Digest());
    }

    [Fact]
    public void Signs_auth_so_that_the_recipient_finds_the_one_time_key()
    {
        using var own = new HandshakeKeys(Key("static_key_a"), Key("ephemeral_key_a"), Hash("nonce_a"));
        using var keyB = Key("static_key_b");

        Assert.True(AuthMessage.TryCreate(own, NodeId.Of(keyB), out var auth));

        // Not byte for byte the vector's signature: its nonce was not RFC 6979's. The key in it is what counts.
        var oneTimeKey = new byte[64];
        Assert.True(auth.TryRecoverOneTimeKey(keyB, oneTimeKey));
        Assert.Equal(own.OneTimeKey.PublicKey.ToArray(), oneTimeKey);
        Assert.Equal(NodeId.Of(own.StaticKey), auth.InitiatorId);
    }

    [Fact]
    public void Reads_a_hello_of_a_later_version_with_further_fields()
    {
        var hello = Hello.Decode(Bytes("hello_v22_extra"));

        Assert.Equal(55, hello.Version);
        Assert.Equal("kneth/v0.91/plan9", hello.ClientName);
        Assert.Equal([new Capability("eth", 61), new Capability("mork", 22)], hello.Capabilities);
        Assert.Equal(9999, hello.ListenPort);
        Assert.StartsWith("fda1cff674c90c9a197539fe3dfb5308", hello.NodeId.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth2")]
    [InlineData("auth3")]
    public async Task Refuses_a_packet_whose_length_was_changed(string name)
    {
        using var keyB = Key("static_key_b");
        var packet = Bytes(name);
        packet[1]++;

        var error = await Assert.ThrowsAsync<WireException>(
            () => HandshakePacket.ReadAsync(new MemoryStream([.. packet, 0]), AuthMessage.PlainPacketBytes, keyB, TestContext.Current.CancellationToken));

        Assert.Equal(PeerFault.InvalidHandshake, error.Fault);
    }

    [Fact]
    public async Task Further_items_of_the_vectors_are_those_that_decoding_leaves_alone()
    {
        using var keyB = Key("static_key_b");
        var packet = await ReadPacketAsync("auth3", AuthMessage.PlainPacketBytes, keyB);

        var list = new RlpReader(packet.Plaintext).ReadList();
        for (var i = 0; i < 4; i++)
        {
            list.Skip();
        }

        foreach (var expected in _vectors.GetProperty("expect").GetProperty("auth3").GetProperty("extra_rlp").EnumerateArray())
        {
            Assert.Equal(Hex.Decode(expected.GetString()), list.ReadRaw().ToArray());
        }
    }

    private Task<HandshakePacket> ReadPacketAsync(string name, int plainPacketBytes, PrivateKey key) =>
        HandshakePacket.ReadAsync(new MemoryStream(Bytes(name)), plainPacketBytes, key, TestContext.Current.CancellationToken);

    private byte[] Bytes(string name) => Hex.Decode(_vectors.GetProperty(name).GetString());

    private Hash256 Hash(string name) => new(Bytes(name));

    private PrivateKey Key(string name) => new(Bytes(name));
}
