using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Clique.Evidence;

/// <summary>Two sealed headers of one height by one signer, with different seal hashes: anyone can check them with nothing else at hand.</summary>
/// <param name="Kind">How they stand to each other.</param>
/// <param name="Signer">Who sealed both.</param>
/// <param name="SeenAt">When this node saw the second, seconds since 1970.</param>
/// <param name="First">The header that came first.</param>
/// <param name="Second">The other.</param>
/// <remarks>Stored as RLP [kind, seen at, first, second]; number and signer are in the key.</remarks>
public sealed record Equivocation(EquivocationKind Kind, Address Signer, ulong SeenAt, BlockHeader First, BlockHeader Second)
{
    /// <summary>The height.</summary>
    public ulong Number => First.Number;

    internal byte[] Encode()
    {
        using var writer = new RlpWriter(1400);
        var list = writer.BeginList();
        writer.Write((ulong)Kind);
        writer.Write(SeenAt);
        First.Encode(writer);
        Second.Encode(writer);
        writer.EndList(list);
        return writer.ToArray();
    }

    internal static Equivocation Decode(ReadOnlySpan<byte> stored, in Address signer)
    {
        var list = new RlpReader(stored).ReadList();
        return new Equivocation(
            (EquivocationKind)list.ReadUInt32(), signer, list.ReadUInt64(), BlockHeader.Decode(ref list), BlockHeader.Decode(ref list));
    }
}
