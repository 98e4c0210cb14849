using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>Readers of frames and handshake packets, each over a stream in memory.</summary>
internal static class FuzzedFrames
{
    private static readonly Hash256 AesSecret = Keccak256.Hash("aes"u8);
    private static readonly Hash256 MacSecret = Keccak256.Hash("mac"u8);

    /// <summary>Bodies of frames: message id and compressed payload.</summary>
    public static byte[][] Bodies(byte[] payload) =>
        [[0x17, .. SnappyCodec.Compress(payload)], [0x80, .. SnappyCodec.Compress([0xc0])], [0x02, .. SnappyCodec.Compress([0xc0])]];

    /// <summary>The first frames of a session, each with one of these bodies.</summary>
    public static byte[][] Frames(byte[][] bodies) => Array.ConvertAll(bodies, static body =>
    {
        using var sender = new FrameCodec(Secrets());
        var frame = new byte[FrameCodec.FrameBytes(body.Length)];
        body.CopyTo(frame, FrameCodec.HeadBytes);
        sender.Encode(frame, body.Length);
        return frame;
    });

    /// <summary>The bytes are the frames as they came over the line.</summary>
    public static Func<byte[], bool> MakeReaderOfFrames()
    {
        var line = new MemoryStream();
        return bytes =>
        {
            var transport = new FrameTransport(line, Secrets(), NodeId.Of(TestKeys.A), TimeProvider.System) { UseSnappy = true, MaxPayloadBytes = EthLimits.MaxMessageBytes };
            Refill(line, bytes);
            return Read(transport);
        };
    }

    /// <summary>The bytes are the body of a frame by somebody who knows the keys.</summary>
    public static Func<byte[], bool> MakeReaderOfBodies()
    {
        var line = new MemoryStream();
        var sender = new FrameCodec(Secrets());
        var transport = new FrameTransport(line, Secrets(), NodeId.Of(TestKeys.A), TimeProvider.System) { UseSnappy = true, MaxPayloadBytes = EthLimits.MaxMessageBytes };
        return bytes =>
        {
            if (bytes.Length == 0)
            {
                return false; // an empty frame ends the session before its MAC is read; the next would find the two sides apart
            }

            var frame = new byte[FrameCodec.FrameBytes(bytes.Length)];
            bytes.CopyTo(frame, FrameCodec.HeadBytes);
            sender.Encode(frame, bytes.Length);
            Refill(line, frame);
            return Read(transport);
        };
    }

    /// <summary>The bytes are an auth packet.</summary>
    public static Func<byte[], bool> MakeReaderOfAuth() => static bytes =>
    {
        try
        {
            var packet = HandshakePacket.ReadAsync(new MemoryStream(bytes), AuthMessage.PlainPacketBytes, TestKeys.A, CancellationToken.None).GetAwaiter().GetResult();
            return AuthMessage.Decode(packet) is not null;
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    };

    private static bool Read(FrameTransport transport)
    {
        try
        {
            transport.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
            return true;
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    private static void Refill(MemoryStream line, byte[] bytes)
    {
        line.SetLength(0);
        line.Write(bytes);
        line.Position = 0;
    }

    private static SessionSecrets Secrets() => new(AesSecret, MacSecret, new KeccakHasher(), new KeccakHasher());
}
