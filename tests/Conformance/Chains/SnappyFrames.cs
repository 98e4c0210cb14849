using System.Buffers.Binary;
using IronSnappy;

namespace PoaSidechain.Tests.Conformance.Chains;

/// <summary>Snappy's framing format: chunks of type (1 byte), length (3, little-endian), checksum (4) and content.</summary>
internal static class SnappyFrames
{
    private const byte Compressed = 0;
    private const byte Plain = 1;
    private const byte FirstSkippable = 0x80;
    private const int ChecksumSize = 4;

    public static byte[] Unpack(ReadOnlySpan<byte> stream)
    {
        using var unpacked = new MemoryStream();
        while (!stream.IsEmpty)
        {
            var type = stream[0];
            var length = (int)(BinaryPrimitives.ReadUInt32LittleEndian(stream) >> 8);
            var chunk = stream.Slice(4, length);
            stream = stream[(4 + length)..];
            switch (type)
            {
                case Compressed:
                    unpacked.Write(Snappy.Decode(chunk[ChecksumSize..]));
                    break;
                case Plain:
                    unpacked.Write(chunk[ChecksumSize..]);
                    break;
                case >= FirstSkippable:
                    break;
                default:
                    throw new InvalidDataException($"A chunk of type {type}.");
            }
        }

        return unpacked.ToArray();
    }
}
