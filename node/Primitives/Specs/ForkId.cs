using System.Buffers.Binary;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Specs;

/// <summary>A chain's forks in short (EIP-2124, EIP-6122): what two nodes compare before they talk.</summary>
/// <param name="Hash">CRC-32 over the genesis hash and the numbers or times of all forks passed.</param>
/// <param name="Next">Block number or time of the next fork; 0 when none is known.</param>
public readonly record struct ForkId(uint Hash, ulong Next)
{
    /// <summary>Writes [hash, next].</summary>
    public void Encode(RlpWriter writer)
    {
        Span<byte> hash = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(hash, Hash);
        var list = writer.BeginList();
        writer.Write(hash);
        writer.Write(Next);
        writer.EndList(list);
    }

    /// <summary>Reads [hash, next].</summary>
    /// <exception cref="RlpException">The input has another form.</exception>
    public static ForkId Decode(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var id = new ForkId(BinaryPrimitives.ReadUInt32BigEndian(list.ReadExact(4)), list.ReadUInt64());
        list.ExpectEnd();
        return id;
    }

    /// <summary>Hash in hex and the next fork.</summary>
    public override string ToString() => $"{Hash:x8}/{Next}";
}
