using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Eth;

/// <summary>Who takes what peers send unasked. Handlers run in the loop that reads the peer: while one runs, the peer waits.</summary>
internal sealed class EthEvents
{
    /// <summary>A peer says that it has blocks.</summary>
    public required Action<EthSession, IReadOnlyList<BlockAnnouncement>> BlocksAnnounced { get; init; }

    /// <summary>A peer sends a block, with its total difficulty.</summary>
    public required Action<EthSession, Block, UInt256> BlockReceived { get; init; }

    /// <summary>A peer says that it has transactions.</summary>
    public required Action<EthSession, IReadOnlyList<TransactionAnnouncement>> TransactionsAnnounced { get; init; }

    /// <summary>A peer sends transactions.</summary>
    public required Action<EthSession, IReadOnlyList<Transaction>> TransactionsReceived { get; init; }
}
