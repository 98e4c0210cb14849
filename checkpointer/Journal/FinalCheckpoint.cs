using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Checkpointer.Journal;

/// <summary>The newest checkpoint that is final on L1 and that the own node agrees with.</summary>
/// <param name="Index">Its index.</param>
/// <param name="LastBlock">Last sidechain block it covers.</param>
/// <param name="LastBlockHash">Hash of that block.</param>
/// <param name="Digest">Its digest.</param>
internal sealed record FinalCheckpoint(ulong Index, ulong LastBlock, Hash256 LastBlockHash, Hash256 Digest)
{
    public static FinalCheckpoint? Read(CheckpointerJournal journal)
    {
        if (journal.Get(JournalKeys.FinalCheckpoint) is not { } encoded)
        {
            return null;
        }

        var list = new RlpReader(encoded).ReadList();
        return new FinalCheckpoint(list.ReadUInt64(), list.ReadUInt64(), list.ReadHash(), list.ReadHash());
    }

    public void Write(CheckpointerJournal journal)
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        writer.Write(Index);
        writer.Write(LastBlock);
        writer.Write(LastBlockHash);
        writer.Write(Digest);
        writer.EndList(list);
        journal.Put(JournalKeys.FinalCheckpoint, writer.Written);
    }
}
