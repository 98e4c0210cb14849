using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>A chain as <c>geth export</c> and <c>poa export</c> write it: RLP blocks one after another.</summary>
public static class BlockExport
{
    /// <summary>The blocks, one at a time. Throws RlpException where the content is something else.</summary>
    public static IEnumerable<Block> Read(ReadOnlyMemory<byte> content)
    {
        for (var at = 0; at < content.Length;)
        {
            yield return Next(content.Span, ref at);
        }
    }

    private static Block Next(ReadOnlySpan<byte> content, ref int at)
    {
        var reader = new RlpReader(content[at..]);
        var raw = reader.ReadRaw();
        at += raw.Length;
        return Block.Decode(raw);
    }
}
