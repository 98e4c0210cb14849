using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Checkpoints that the own node was seen to agree with, by digest.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class CheckpointArchive(CheckpointerJournal journal, BridgeIdentity identity)
{
    /// <summary>How many indices are kept below the newest final one: as many as the Anchor keeps digests.</summary>
    private const ulong Kept = StorageLayout.AnchorRingSize;

    /// <summary>A checkpoint by its digest, or null.</summary>
    public Checkpoint? Find(in Hash256 digest) =>
        journal.Get(JournalKeys.DerivedCheckpoint(digest)) is { } encoded && Checkpoint.TryDecode(encoded, out var checkpoint) ? checkpoint : null;

    /// <summary>Keeps a checkpoint.</summary>
    public void Keep(Checkpoint checkpoint)
    {
        var key = JournalKeys.DerivedCheckpoint(identity.Digest(checkpoint));
        if (journal.Get(key) is null)
        {
            journal.Put(key, checkpoint.Encode());
        }
    }

    /// <summary>Drops what is too old to be asked for.</summary>
    public void Prune(ulong finalIndex)
    {
        var old = journal.Scan([JournalKeys.DerivedCheckpointKind])
            .Where(e => Checkpoint.TryDecode(e.Value, out var checkpoint) && checkpoint!.Index + Kept < finalIndex)
            .Select(e => (e.Key, (byte[]?)null))
            .ToArray();
        if (old.Length > 0)
        {
            journal.Write(old);
        }
    }
}
