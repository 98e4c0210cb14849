using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>All known blocks and which of them are canonical. Changed by the importer alone.</summary>
/// <remarks>Thread: any. A block that was found stays readable; the head may move between two calls, so take it once.</remarks>
public interface IBlockTree : IHeaderSource
{
    /// <summary>Block 0.</summary>
    BlockHeader Genesis { get; }

    /// <summary>The canonical chain's last block.</summary>
    BlockHeader Head { get; }

    /// <summary>Total difficulty of <see cref="Head"/>, genesis included.</summary>
    UInt256 HeadTotalDifficulty { get; }

    /// <summary>Raised by the importer after the head moved and everything is on disk. Handlers must be quick: they hold up the next block.</summary>
    event Action<HeadChange>? HeadChanged;


    /// <summary>The canonical header at a height.</summary>
    BlockHeader? FindHeader(ulong number);

    /// <summary>The canonical hash at a height.</summary>
    Hash256? FindHash(ulong number);

    /// <summary>A body of any branch.</summary>
    BlockBody? FindBody(in Hash256 hash);

    /// <summary>A body of any branch as the RLP that was stored, [transactions, uncles(, withdrawals)]: for peers, without decoding.</summary>
    ReadOnlyMemory<byte>? FindBodyRlp(in Hash256 hash);

    /// <summary>Receipts of a block that was executed.</summary>
    Receipt[]? FindReceipts(in Hash256 hash);

    /// <summary>Total difficulty of a block of any branch, genesis included.</summary>
    UInt256? FindTotalDifficulty(in Hash256 hash);

    /// <summary>True when the block was refused before, or descends from one that was.</summary>
    bool IsKnownBad(in Hash256 hash);
}
