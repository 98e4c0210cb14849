using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>A deposit as an L1 event showed it, and the block it was in: a hint until folded into a proven accumulator.</summary>
/// <param name="Deposit">The deposit.</param>
/// <param name="L1Block">Number of the block.</param>
internal sealed record SeenDeposit(Deposit Deposit, ulong L1Block)
{
    public byte[] Encode()
    {
        using var writer = new RlpWriter(256 + Deposit.Data.Length);
        var list = writer.BeginList();
        writer.Write(L1Block);
        writer.Write(Deposit.Nonce);
        writer.Write((ulong)Deposit.Kind);
        writer.Write(Deposit.From);
        writer.Write(Deposit.To);
        writer.Write(Deposit.Token);
        writer.Write(Deposit.Amount);
        writer.Write(Deposit.GasLimit);
        writer.Write(Deposit.Data.Span);
        writer.EndList(list);
        return writer.ToArray();
    }

    public static SeenDeposit Decode(ReadOnlySpan<byte> encoded)
    {
        var list = new RlpReader(encoded).ReadList();
        var l1Block = list.ReadUInt64();
        var deposit = new Deposit(
            list.ReadUInt64(), (AssetKind)list.ReadUInt64(), list.ReadAddress(), list.ReadAddress(), list.ReadAddress(), list.ReadUInt256(),
            list.ReadUInt64(), list.ReadByteArray());
        return new SeenDeposit(deposit, l1Block);
    }
}
