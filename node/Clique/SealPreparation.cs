using PoaSidechain.Chain.Building;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Fills in what EIP-225 wants of a header before it is sealed: vote, difficulty, signer list; and has the block built.</summary>
public sealed class SealPreparation(CliqueEngine engine, ProposalStore proposals, BlockBuilder builder, byte[] vanity, Random random)
{
    /// <summary>Builds the unsealed block after a head.</summary>
    public BuiltBlock Build(BlockHeader head, Snapshot snapshot, Address signer, in SealingSlot slot, CancellationToken cancellation)
    {
        var number = head.Number + 1;
        var isEpoch = number % engine.Parameters.EpochLength == 0;
        var (account, nonce) = isEpoch ? (Address.Zero, CliqueHeader.NonceDrop) : ChooseVote(snapshot);
        var template = new BlockHeader
        {
            Beneficiary = account,
            Nonce = nonce,
            Difficulty = slot.InTurn ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn,
            Timestamp = slot.Timestamp,
            ExtraData = CliqueHeader.MakeExtraData(vanity, isEpoch ? snapshot.Signers : []),
        };
        return builder.Build(head, template, signer, cancellation);
    }

    /// <summary>One of the proposals that would change something now, at random, so that all get their turn.</summary>
    private (Address Account, ulong Nonce) ChooseVote(Snapshot snapshot)
    {
        var open = proposals.All.Where(proposal => snapshot.IsMeaningful(proposal.Key, proposal.Value)).ToArray();
        if (open.Length == 0)
        {
            return (Address.Zero, CliqueHeader.NonceDrop);
        }

        var (account, add) = open[random.Next(open.Length)];
        return (account, add ? CliqueHeader.NonceAdd : CliqueHeader.NonceDrop);
    }
}
