using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Network.Rlpx;

/// <summary>Frames made and captured by other clients.</summary>
public sealed class FrameVectorTests
{
    [Fact]
    public void Encrypts_the_frame_of_the_vector()
    {
        var vector = Vectors.Json("network-clique.tar.gz", "network/rlpx/frame.json");
        byte[] Bytes(string name) => Hex.Decode(vector.GetProperty(name).GetString());
        var content = Bytes("frame_content");
        var expected = Bytes("frame");
        using var codec = new FrameCodec(new SessionSecrets(new Hash256(Bytes("aes")), new Hash256(Bytes("mac")), new(), new()));
        var frame = new byte[FrameCodec.FrameBytes(content.Length)];
        content.CopyTo(frame, FrameCodec.HeadBytes);

        codec.Encode(frame, content.Length);

        // The vector's hash is a fake that always answers 01..01, so its two MACs say nothing; header and body are real.
        Assert.Equal(expected.Length, frame.Length);
        Assert.Equal(expected[..16], frame[..16]);
        Assert.Equal(expected[32..48], frame[32..48]);
        Assert.All(expected[16..32].Concat(expected[48..64]), b => Assert.Equal(1, b));
    }

    [Theory]
    [InlineData("peer1.json")]
    [InlineData("peer2.json")]
    public void Reads_a_session_captured_by_besu(string name)
    {
        var session = Vectors.Json("network-clique.tar.gz", "network/besu-p2p/" + name);
        byte[] Bytes(string property) => Hex.Decode(session.GetProperty(property).GetString());
        KeccakHasher Mac(string property)
        {
            var mac = new KeccakHasher();
            foreach (var part in session.GetProperty(property).EnumerateArray())
            {
                mac.Update(Hex.Decode(part.GetString()));
            }

            return mac;
        }

        using var codec = new FrameCodec(
            new SessionSecrets(new Hash256(Bytes("aes_secret")), new Hash256(Bytes("mac_secret")), Mac("egress_gen"), Mac("ingress_gen")));
        var frames = 0;
        foreach (var message in session.GetProperty("messages").EnumerateArray())
        {
            var frame = Hex.Decode(message.GetProperty("data").GetString());

            var bodyBytes = codec.DecodeHead(frame.AsSpan(0, FrameCodec.HeadBytes));
            Assert.Equal(message.GetProperty("frame_size").GetInt32(), bodyBytes);
            Assert.Equal(FrameCodec.FrameBytes(bodyBytes), frame.Length);
            codec.DecodeTail(frame.AsSpan(FrameCodec.HeadBytes));

            if (frames++ == 0)
            {
                var hello = Hello.Decode(frame.AsSpan(FrameCodec.HeadBytes + 1, bodyBytes - 1));
                Assert.Contains(hello.Capabilities, capability => capability.Name == "eth");
                Assert.True(hello.NodeId.IsValid);
            }
        }

        Assert.Equal(session.GetProperty("messages").GetArrayLength(), frames);
    }

    [Fact]
    public void Reads_the_auth_body_that_besu_tests_with()
    {
        const string Folder = "network/besu-p2p/org/hyperledger/besu/ethereum/p2p/rlpx/handshake/ecies/";
        var files = Vectors.Read("network-clique.tar.gz", Folder).ToDictionary(
            file => file.Path[(Folder.Length + "test.".Length)..],
            file => Hex.Decode(System.Text.Encoding.ASCII.GetString(file.Content).Trim()),
            StringComparer.Ordinal);
        using var key = new PrivateKey(files["keypair"]);

        var auth = AuthMessage.Decode(new HandshakePacket([], files["initiatormessage"], IsPlain: false));

        // Body and padding of an EIP-8 auth, decrypted already.
        Assert.Equal(4UL, auth.Version);
        Assert.True(auth.InitiatorId.IsValid);
        Assert.True(auth.TryRecoverOneTimeKey(key, new byte[64]));
        Assert.Equal(auth.EncodeBody(), files["initiatormessage"][..auth.EncodeBody().Length]);
    }

    [Fact]
    public void Decompresses_the_snappy_vector_and_back()
    {
        var files = Vectors.Read("network-clique.tar.gz", "network/snappy/").ToDictionary(file => file.Path.EndsWith(".rawsnappy", StringComparison.Ordinal));

        Assert.Equal(PeerFault.None, SnappyCodec.TryDecompress(files[true].Content, 10 << 20, out var text));

        Assert.Equal(files[false].Content, text);
        Assert.Equal(PeerFault.None, SnappyCodec.TryDecompress(SnappyCodec.Compress(text), text.Length, out var again));
        Assert.Equal(text, again);
    }
}
