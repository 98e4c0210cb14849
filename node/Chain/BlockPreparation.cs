using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain;

/// <summary>Does on all processors what blocks that are about to be imported need of no state: seals, senders, hashes, roots of bodies.</summary>
/// <remarks>
/// It decides nothing that <see cref="BlockImport"/> would not decide in the same words: what it finds is kept by the transactions and by the
/// engine, and the verdict on the body waits for that on the header. Thread: any.
/// </remarks>
public sealed class BlockPreparation(ChainSpec spec, IConsensusEngine engine)
{
    /// <summary>Prepares blocks, in any order of their numbers.</summary>
    public PreparedBlock[] Prepare(IReadOnlyList<Block> blocks)
    {
        Recover(blocks);
        var prepared = new PreparedBlock[blocks.Count];
        Parallel.For(0, prepared.Length, i => prepared[i] = Check(blocks[i]));
        return prepared;
    }

    /// <summary>The signatures alone, which are most of the work: afterwards the blocks' transactions know their senders, and the engine the seals' signers.</summary>
    public void Recover(IReadOnlyList<Block> blocks)
    {
        Transaction[] transactions = [.. blocks.SelectMany(block => block.Transactions)];
        Parallel.For(0, blocks.Count + transactions.Length, i =>
        {
            if (i < blocks.Count)
            {
                engine.GetFeeRecipient(blocks[i].Header); // recovers the seal, which the engine keeps
                return;
            }

            var transaction = transactions[i - blocks.Count];
            transaction.TryGetSender(out _);
            _ = transaction.Hash;
        });
    }

    private PreparedBlock Check(Block block) =>
        new(block, BodyRules.Check(block, spec.RulesAt(block.Number, block.Header.Timestamp)));
}
