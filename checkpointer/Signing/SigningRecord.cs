using System.Buffers.Binary;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Signing;

/// <summary>Slashing protection: what was signed, and what therefore may not be signed any more.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class SigningRecord(CheckpointerJournal journal, BridgeIdentity identity)
{
    /// <summary>Says whether a message may be signed and, if so, writes that it is; on disk when this returns.</summary>
    public SigningRefusal Admit(IBridgeMessage message) => message switch
    {
        Checkpoint checkpoint => Admit(checkpoint),
        DepositAttestation attestation => Admit(attestation),
        Binding binding => Admit(binding),
        _ => throw new ArgumentException("Not a message of the bridge.", nameof(message)),
    };

    /// <summary>What was signed for an index and round, if anything.</summary>
    public Hash256? SignedDigest(ulong index, uint round) => journal.GetHash(JournalKeys.SignedCheckpoint(index, round));

    /// <summary>The latest round signed for an index, with its digest; null if none.</summary>
    public (uint Round, Hash256 Digest)? LatestRound(ulong index)
    {
        var entries = journal.Scan(JournalKeys.Numbered(JournalKeys.SignedCheckpointKind, index));
        return entries.Count == 0
            ? null
            : (BinaryPrimitives.ReadUInt32BigEndian(entries[^1].Key.AsSpan(9)), new Hash256(entries[^1].Value));
    }

    private SigningRefusal Admit(Checkpoint checkpoint)
    {
        var digest = identity.Digest(checkpoint);
        if (SignedDigest(checkpoint.Index, checkpoint.Round) is { } signed)
        {
            return signed == digest ? SigningRefusal.None : SigningRefusal.OtherDigestSigned;
        }

        if (FinalCheckpoint.Read(journal) is { } final && checkpoint.Index <= final.Index)
        {
            return SigningRefusal.IndexIsFinal;
        }

        if (LatestRound(checkpoint.Index) is { } latest && latest.Round > checkpoint.Round)
        {
            return SigningRefusal.LaterRoundSigned;
        }

        journal.Write(
        [
            (JournalKeys.SignedCheckpoint(checkpoint.Index, checkpoint.Round), digest.ToArray()),
            (JournalKeys.DerivedCheckpoint(digest), checkpoint.Encode()),
        ]);
        return SigningRefusal.None;
    }

    private SigningRefusal Admit(DepositAttestation attestation)
    {
        var key = JournalKeys.SignedDeposits(attestation.Count);
        if (journal.GetHash(key) is { } signed)
        {
            return signed == attestation.Acc ? SigningRefusal.None : SigningRefusal.OtherAccumulatorSigned;
        }

        journal.Put(key, attestation.Acc.Bytes);
        return SigningRefusal.None;
    }

    private SigningRefusal Admit(Binding binding)
    {
        if (binding != Binding.Of(identity, binding.DeploymentId))
        {
            return SigningRefusal.OtherBinding;
        }

        var digest = identity.Digest(binding);
        if (journal.GetHash(JournalKeys.SignedBinding) is { } signed)
        {
            return signed == digest ? SigningRefusal.None : SigningRefusal.OtherBinding;
        }

        journal.Put(JournalKeys.SignedBinding, digest.Bytes);
        return SigningRefusal.None;
    }
}
