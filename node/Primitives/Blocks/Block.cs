using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>A header with its body.</summary>
/// <param name="Header">The header, whose hash is the block's.</param>
/// <param name="Body">Transactions, uncles, withdrawals.</param>
public sealed record Block(BlockHeader Header, BlockBody Body)
{
    /// <summary>The block's hash.</summary>
    public Hash256 Hash => Header.Hash;

    /// <summary>The block's height.</summary>
    public ulong Number => Header.Number;

    /// <summary>In order of execution.</summary>
    public Transaction[] Transactions => Body.Transactions;

    /// <summary>Writes [header, transactions, uncles(, withdrawals)]: the form of the wire and of exported chains.</summary>
    public void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        Header.Encode(writer);
        Body.EncodeFields(writer);
        writer.EndList(list);
    }

    /// <summary>The RLP list as an array.</summary>
    public byte[] Encode()
    {
        using var writer = new RlpWriter(4096);
        Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a block that is the whole input.</summary>
    public static Block Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new RlpReader(encoded);
        var block = Decode(ref reader);
        reader.ExpectEnd();
        return block;
    }

    /// <summary>Reads a block.</summary>
    public static Block Decode(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var header = BlockHeader.Decode(ref list);
        return new Block(header, BlockBody.DecodeFields(ref list));
    }

    /// <summary>Equal hashes.</summary>
    public bool Equals(Block? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();
}
