using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;

namespace PoaSidechain.Node.Maintenance;

/// <summary>Walks the canonical chain from the head to block 0: every block is there, hangs on the one before, and holds what its header says.</summary>
internal static class ChainCheck
{
    /// <summary>Throws at the first block that is not whole.</summary>
    /// <returns>Number of blocks, and of transactions in them.</returns>
    public static (ulong Blocks, ulong Transactions) Run(BlockTree tree, Action<ulong> progress, CancellationToken cancellation)
    {
        ulong transactions = 0;
        var expected = tree.Head.Hash;
        for (var number = tree.Head.Number; ; number--)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = tree.FindHash(number) == expected ? tree.FindBlock(expected) : throw Broken(number, expected, "is not where the canonical chain has it");
            CheckBlock(tree, block ?? throw Broken(number, expected, "is not there"), expected);
            transactions += (ulong)block.Transactions.Length;
            if (number == 0)
            {
                return (tree.Head.Number + 1, transactions);
            }

            expected = block.Header.ParentHash;
            progress(number);
        }
    }

    private static void CheckBlock(BlockTree tree, Block block, Hash256 expected)
    {
        if (block.Header.Hash != expected)
        {
            throw Broken(block.Number, expected, $"has a header of hash {block.Header.Hash}");
        }

        if (BodyRules.TransactionsRoot(block.Transactions) != block.Header.TransactionsRoot)
        {
            throw Broken(block.Number, expected, "has other transactions than its header says");
        }

        if (tree.FindReceipts(expected) is not { } receipts || receipts.Length != block.Transactions.Length)
        {
            throw Broken(block.Number, expected, "has not a receipt for each transaction");
        }
    }

    private static StorageException Broken(ulong number, Hash256 hash, string what) => new(
        StorageError.Corrupt, $"The database is damaged: block {number} {hash} {what}. Restore a backup (poa db restore), or import the chain into a new folder.");
}
