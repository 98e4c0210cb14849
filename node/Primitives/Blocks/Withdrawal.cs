using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>A beacon-chain withdrawal (EIP-4895). A Clique chain has none; the type exists so that foreign blocks can be read and judged.</summary>
/// <param name="Index">Running number.</param>
/// <param name="ValidatorIndex">The beacon validator.</param>
/// <param name="Address">Credited account.</param>
/// <param name="AmountGwei">Amount in gwei.</param>
public sealed record Withdrawal(ulong Index, ulong ValidatorIndex, Address Address, ulong AmountGwei)
{
    /// <summary>Writes [index, validator, address, amount].</summary>
    public void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(Index);
        writer.Write(ValidatorIndex);
        writer.Write(Address);
        writer.Write(AmountGwei);
        writer.EndList(list);
    }

    /// <summary>Reads [index, validator, address, amount].</summary>
    public static Withdrawal Decode(ref RlpReader reader)
    {
        var item = reader.ReadList();
        var withdrawal = new Withdrawal(item.ReadUInt64(), item.ReadUInt64(), item.ReadAddress(), item.ReadUInt64());
        item.ExpectEnd();
        return withdrawal;
    }
}
