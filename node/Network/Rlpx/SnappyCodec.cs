using IronSnappy;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Snappy's block format, in which all messages after Hello are sent (devp2p version 5, EIP-706).</summary>
internal static class SnappyCodec
{
    /// <summary>Compresses.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data) => Snappy.Encode(data);

    /// <summary>The longest compressed form of so many bytes.</summary>
    public static int MaxCompressedBytes(int bytes) => 32 + bytes + (bytes / 6);

    /// <summary>Most bytes that one compressed byte can stand for: an element of three bytes copies 64.</summary>
    private const int MaxExpansion = 22;

    /// <summary>
    /// Decompresses, unless the length that the data claims for itself is above the limit, or more than so few bytes can stand for: both are checked
    /// before anything is allocated.
    /// </summary>
    /// <returns>None, or what is wrong.</returns>
    public static PeerFault TryDecompress(ReadOnlySpan<byte> compressed, int maxBytes, out byte[] data)
    {
        data = [];
        if (!TryReadClaimedLength(compressed, out var length))
        {
            return PeerFault.InvalidCompression;
        }

        if (length > (uint)maxBytes)
        {
            return PeerFault.MessageTooLarge;
        }

        if (length > (long)compressed.Length * MaxExpansion)
        {
            return PeerFault.InvalidCompression;
        }

        try
        {
            data = Snappy.Decode(compressed);
            return PeerFault.None;
        }
        catch (IOException) // the package's word for data that is not Snappy
        {
            return PeerFault.InvalidCompression;
        }
    }

    /// <summary>The length in front: a little-endian base-128 number of at most 32 bits.</summary>
    private static bool TryReadClaimedLength(ReadOnlySpan<byte> compressed, out uint length)
    {
        ulong value = 0;
        for (var i = 0; i < compressed.Length && i < 5; i++)
        {
            value |= (ulong)(compressed[i] & 0x7f) << (7 * i);
            if ((compressed[i] & 0x80) == 0)
            {
                length = (uint)value;
                return value <= uint.MaxValue;
            }
        }

        length = 0;
        return false;
    }
}
