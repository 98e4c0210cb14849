using System.Text.Json;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>The vectors of EIP-8: handshake packets in both forms, the secrets that follow from them, a Hello with further fields.</summary>
public sealed class Eip8Suite : ISuite
{
    public string Name => "eip8";

    public string Summary => "EIP-8: RLPx handshake packets, session secrets, Hello of a later version";

    public IReadOnlyList<FixtureSet> Defaults => [new("network-clique.tar.gz", "network/eip8/eip8.json$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        if (!root.TryGetProperty("static_key_a", out _))
        {
            return [];
        }

        return
        [
            new("auth1", null, () => CheckAuth(root, "auth1", isPlain: true, version: 4)),
            new("auth2", null, () => CheckAuth(root, "auth2", isPlain: false, version: 4)),
            new("auth3", null, () => CheckAuth(root, "auth3", isPlain: false, version: 56)),
            new("ack1", null, () => CheckAck(root, "ack1", isPlain: true, version: 4)),
            new("ack2", null, () => CheckAck(root, "ack2", isPlain: false, version: 4)),
            new("ack3", null, () => CheckAck(root, "ack3", isPlain: false, version: 57)),
            new("secrets of the recipient", null, () => CheckSecrets(root, isInitiator: false)),
            new("secrets of the initiator", null, () => CheckSecrets(root, isInitiator: true)),
            new("hello_v22_extra", null, () => CheckHello(root)),
        ];
    }

    private static string? CheckAuth(JsonElement root, string name, bool isPlain, ulong version)
    {
        using var keyA = Key(root, "static_key_a");
        using var keyB = Key(root, "static_key_b");
        using var oneTimeKeyA = Key(root, "ephemeral_key_a");
        var packet = ReadPacket(root, name, AuthMessage.PlainPacketBytes, keyB);
        var auth = AuthMessage.Decode(packet);
        var oneTimeKey = new byte[64];
        return packet.IsPlain != isPlain ? $"plain: {packet.IsPlain}"
            : auth.Version != version ? $"version {auth.Version}, expected {version}"
            : auth.InitiatorId != NodeId.Of(keyA) ? $"initiator {auth.InitiatorId}"
            : auth.Nonce != Hash(root, "nonce_a") ? $"nonce {auth.Nonce}"
            : !auth.TryRecoverOneTimeKey(keyB, oneTimeKey) ? "no one-time key"
            : !oneTimeKey.AsSpan().SequenceEqual(oneTimeKeyA.PublicKey.Span) ? $"one-time key {Hex.Encode(oneTimeKey)}"
            : null;
    }

    private static string? CheckAck(JsonElement root, string name, bool isPlain, ulong version)
    {
        using var keyA = Key(root, "static_key_a");
        using var oneTimeKeyB = Key(root, "ephemeral_key_b");
        var packet = ReadPacket(root, name, AckMessage.PlainPacketBytes, keyA);
        var ack = AckMessage.Decode(packet);
        var expected = new AckMessage(NodeId.Of(oneTimeKeyB), Hash(root, "nonce_b"), version);
        return packet.IsPlain != isPlain ? $"plain: {packet.IsPlain}"
            : ack != expected ? $"{ack}, expected {expected}"
            : null;
    }

    /// <summary>The secrets of auth2 and ack2; the digest of the vectors is of what the recipient takes in.</summary>
    private static string? CheckSecrets(JsonElement root, bool isInitiator)
    {
        using var own = Key(root, isInitiator ? "ephemeral_key_a" : "ephemeral_key_b");
        using var remote = Key(root, isInitiator ? "ephemeral_key_b" : "ephemeral_key_a");
        var auth = (Hash(root, "nonce_a"), FixtureJson.Bytes(root.GetProperty("auth2")));
        var ack = (Hash(root, "nonce_b"), FixtureJson.Bytes(root.GetProperty("ack2")));
        var secrets = SessionSecrets.Derive(own, NodeId.Of(remote), auth, ack, isInitiator);
        var mac = isInitiator ? secrets.EgressMac : secrets.IngressMac;
        mac.Update("foo"u8);
        return secrets.AesSecret != Hash(root, "aes-secret") ? $"AES secret {secrets.AesSecret}"
            : secrets.MacSecret != Hash(root, "mac-secret") ? $"MAC secret {secrets.MacSecret}"
            : mac.Digest() != Hash(root, "ingress-mac_foo") ? $"MAC {mac.Digest()}"
            : null;
    }

    private static string? CheckHello(JsonElement root)
    {
        var hello = Hello.Decode(FixtureJson.Bytes(root.GetProperty("hello_v22_extra")));
        return hello.Version != 55 ? $"version {hello.Version}"
            : hello.ClientName != "kneth/v0.91/plan9" ? $"client {hello.ClientName}"
            : !hello.Capabilities.SequenceEqual([new Capability("eth", 61), new Capability("mork", 22)]) ? "other capabilities"
            : hello.ListenPort != 9999 ? $"port {hello.ListenPort}"
            : null;
    }

    /// <summary>The packet is in memory, so the task is done when it is returned.</summary>
    private static HandshakePacket ReadPacket(JsonElement root, string name, int plainPacketBytes, PrivateKey key) =>
        HandshakePacket.ReadAsync(new MemoryStream(FixtureJson.Bytes(root.GetProperty(name))), plainPacketBytes, key, CancellationToken.None)
            .GetAwaiter().GetResult();

    private static Hash256 Hash(JsonElement root, string name) => new(FixtureJson.Bytes(root.GetProperty(name)));

    private static PrivateKey Key(JsonElement root, string name) => new(FixtureJson.Bytes(root.GetProperty(name)));
}
