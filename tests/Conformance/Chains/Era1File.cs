using System.Buffers.Binary;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.Conformance.Chains;

/// <summary>Blocks of an era1 archive: e2store entries of type (2 bytes), length (4), reserved (2), all little-endian, and content.</summary>
internal static class Era1File
{
    private const int EntryHeader = 8;
    private const ushort Header = 3;
    private const ushort Body = 4;
    private const ushort TotalDifficulty = 6;

    /// <summary>The blocks in order, each with its total difficulty.</summary>
    public static IEnumerable<(Block Block, UInt256 TotalDifficulty)> Read(ReadOnlyMemory<byte> file)
    {
        BlockHeader? header = null;
        BlockBody? body = null;
        for (var at = 0; at < file.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16LittleEndian(file.Span[at..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.Span[(at + 2)..]);
            var content = file.Slice(at + EntryHeader, length);
            at += EntryHeader + length;
            switch (type)
            {
                case Header:
                    header = BlockHeader.Decode(SnappyFrames.Unpack(content.Span));
                    break;
                case Body:
                    body = DecodeBody(SnappyFrames.Unpack(content.Span));
                    break;
                case TotalDifficulty:
                    yield return (new Block(header!, body!), FromLittleEndian(content.Span));
                    break;
                default:
                    break; // version, receipts (which the header's root commits to), accumulator, index
            }
        }
    }

    private static BlockBody DecodeBody(byte[] encoded)
    {
        var reader = new RlpReader(encoded);
        var body = BlockBody.Decode(ref reader);
        reader.ExpectEnd();
        return body;
    }

    private static UInt256 FromLittleEndian(ReadOnlySpan<byte> bytes)
    {
        var reversed = bytes.ToArray();
        Array.Reverse(reversed);
        return UInt256.FromBigEndian(reversed);
    }
}
