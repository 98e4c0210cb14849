using PoaSidechain.Chain.Building;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Fills in what EIP-225 wants of a header before it is sealed: vote, difficulty, signer list; and has the block built.</summary>
public sealed class SealPreparation(CliqueEngine engine, ProposalStore proposals, BlockBuilder builder, byte[] vanity, Random random)
{
    /// <summary>Builds the unsealed block after a head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="snapshot">The state of the vote after it.</param>
    /// <param name="signer">Who is to seal the block.</param>
    /// <param name="slot">When and with what difficulty.</param>
    /// <param name="fillTime">Longest time for taking transactions; null for the builder's.</param>
    /// <param name="cancellation">Gives up.</param>
    public BuiltBlock Build(
        BlockHeader head, Snapshot snapshot, Address signer, in SealingSlot slot, TimeSpan? fillTime, CancellationToken cancellation)
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
        return builder.Build(head, template, signer, cancellation, fillTime);
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
