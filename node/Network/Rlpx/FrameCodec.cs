using System.Security.Cryptography;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Turns payloads into RLPx frames and back.</summary>
/// <remarks>
/// <code>
/// offset  bytes  meaning
/// 0       16     header, encrypted: length of the body (3 bytes, big-endian) || c2 80 80 || zeros
/// 16      16     MAC of the header
/// 32      n      body, encrypted, padded with zeros to a multiple of 16
/// 32+n    16     MAC of the body
/// </code>
/// Thread: one may write while another reads; each direction one at a time.
/// </remarks>
internal sealed class FrameCodec(SessionSecrets secrets) : IDisposable
{
    /// <summary>Header and its MAC.</summary>
    public const int HeadBytes = 32;

    /// <summary>Longest body that three bytes of length can say.</summary>
    public const int MaxBodyBytes = (1 << 24) - 1;

    private const int BlockBytes = 16;
    private static readonly byte[] ZeroCounter = new byte[BlockBytes];

    private readonly AesCtr _egressCipher = new(secrets.AesSecret.Bytes, ZeroCounter);
    private readonly AesCtr _ingressCipher = new(secrets.AesSecret.Bytes, ZeroCounter);
    private readonly FrameMac _egressMac = new(secrets.MacSecret, secrets.EgressMac);
    private readonly FrameMac _ingressMac = new(secrets.MacSecret, secrets.IngressMac);

    /// <summary>Length on the line of a frame with a body of so many bytes.</summary>
    public static int FrameBytes(int bodyBytes) => HeadBytes + TailBytes(bodyBytes);

    /// <summary>Length of what follows a frame's head: padded body and MAC.</summary>
    public static int TailBytes(int bodyBytes) => Pad(bodyBytes) + FrameMac.Size;

    /// <summary>Makes a frame in place: the body already stands at <see cref="HeadBytes"/>, the frame is <see cref="FrameBytes"/> long.</summary>
    public void Encode(Span<byte> frame, int bodyBytes)
    {
        if (bodyBytes > MaxBodyBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(bodyBytes), bodyBytes, "A frame's body has at most 2^24 - 1 bytes.");
        }

        var header = frame[..BlockBytes];
        header.Clear();
        header[0] = (byte)(bodyBytes >> 16);
        header[1] = (byte)(bodyBytes >> 8);
        header[2] = (byte)bodyBytes;
        header[3] = 0xc2;
        header[4] = 0x80;
        header[5] = 0x80;
        _egressCipher.Transform(header);
        _egressMac.Header(header, frame.Slice(BlockBytes, FrameMac.Size));

        var body = frame.Slice(HeadBytes, Pad(bodyBytes));
        body[bodyBytes..].Clear();
        _egressCipher.Transform(body);
        _egressMac.Body(body, frame.Slice(HeadBytes + body.Length, FrameMac.Size));
    }

    /// <summary>Checks and decrypts a frame's head in place, and says how long its body is.</summary>
    public int DecodeHead(Span<byte> head)
    {
        Span<byte> mac = stackalloc byte[FrameMac.Size];
        var header = head[..BlockBytes];
        _ingressMac.Header(header, mac);
        Compare(mac, head.Slice(BlockBytes, FrameMac.Size), "header");
        _ingressCipher.Transform(header);
        return (header[0] << 16) | (header[1] << 8) | header[2];
    }

    /// <summary>Checks and decrypts a frame's tail in place; the body are its first bytes.</summary>
    public void DecodeTail(Span<byte> tail)
    {
        Span<byte> mac = stackalloc byte[FrameMac.Size];
        var body = tail[..^FrameMac.Size];
        _ingressMac.Body(body, mac);
        Compare(mac, tail[^FrameMac.Size..], "body");
        _ingressCipher.Transform(body);
    }

    public void Dispose()
    {
        _egressCipher.Dispose();
        _ingressCipher.Dispose();
        _egressMac.Dispose();
        _ingressMac.Dispose();
    }

    private static int Pad(int bytes) => (bytes + BlockBytes - 1) & ~(BlockBytes - 1);

    private static void Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string part)
    {
        if (!CryptographicOperations.FixedTimeEquals(expected, actual))
        {
            throw new WireException(PeerFault.InvalidFrame, $"the MAC of a frame's {part} is wrong");
        }
    }
}
