using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Signer sets by their hash. Contracts keep hashes only and want the members spelled out in every call.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class RegistrySets(NodeClient node, CheckpointerJournal journal, Hash256 genesisHash)
{
    /// <summary>Keeps a set for later.</summary>
    public void Remember(SignerSet set)
    {
        var key = JournalKeys.SignerSet(set.Hash);
        if (journal.Get(key) is null)
        {
            journal.Put(key, set.Bytes.Span);
        }
    }

    /// <summary>A set seen before; null for a hash that never was.</summary>
    public SignerSet? Find(in Hash256 hash) =>
        journal.Get(JournalKeys.SignerSet(hash)) is { } bytes
            ? new SignerSet(bytes.Chunk(Address.Size).Select(member => new Address(member)))
            : null;

    /// <summary>Hash of the set that the sidechain's registry holds now.</summary>
    public async Task<Hash256> CurrentHashAsync(CancellationToken cancellationToken)
    {
        var head = await node.Chain.HeadAsync(cancellationToken);
        return (await node.Chain.SlotsAsync(head, Predeploys.SignerRegistry, [StorageLayout.RegistrySetHash], cancellationToken))[0].ToHash256();
    }

    /// <summary>The set that the sidechain's registry holds now; null when its members are not known yet.</summary>
    public async Task<SignerSet?> CurrentAsync(CancellationToken cancellationToken)
    {
        var hash = await CurrentHashAsync(cancellationToken);
        if (Find(hash) is { } known)
        {
            return known;
        }

        var genesis = await node.SignersAfterAsync(genesisHash, cancellationToken);
        Remember(genesis);
        return genesis.Hash == hash ? genesis : null;
    }
}
