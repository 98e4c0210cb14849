using PoaSidechain.Chain.Pool;
using PoaSidechain.Evm;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Gossip;

/// <summary>Offers the transactions that peers send to the pool, and keeps count of those that no honest node sends.</summary>
/// <remarks>Thread: any; each peer's transactions come one message after another.</remarks>
internal sealed class TransactionIntake(ITransactionPool pool, NetworkMetrics metrics)
{
    /// <summary>Bad transactions less good ones, and the session ends.</summary>
    private const int MaxBad = 32;

    private const int MaxRefused = 32_768;

    private readonly KnownHashes _refused = new(MaxRefused);

    /// <summary>True when the transaction need not be fetched: it waits in the pool, or was refused a while ago.</summary>
    public bool IsSettled(in Hash256 hash) => pool.Contains(hash) || _refused.Contains(hash);

    /// <summary>Offers transactions; throws <see cref="WireException"/> when the peer has sent too many bad ones.</summary>
    public void Offer(EthSession peer, IReadOnlyList<Transaction> transactions)
    {
        foreach (var transaction in transactions)
        {
            if (pool.Contains(transaction.Hash))
            {
                continue;
            }

            var verdict = pool.Add(transaction, isLocal: false);
            metrics.TransactionReceived(verdict.Error.ToString());
            if (!verdict.IsAccepted && verdict.Error != PoolError.AlreadyKnown)
            {
                _refused.Add(transaction.Hash);
            }

            var bad = peer.NoteTransaction(isBad: IsBad(verdict));
            if (bad > MaxBad)
            {
                throw new WireException(PeerFault.InvalidTransactions, $"the last of {bad}: {transaction.Hash} {verdict.Detail}");
            }
        }
    }

    /// <summary>
    /// True when the transaction alone is wrong: no state, price or fork that another node sees makes it right. An honest node has checked that before
    /// passing it on.
    /// </summary>
    private static bool IsBad(in PoolVerdict verdict) =>
        verdict.Error == PoolError.Oversized
        || verdict.Transaction is TransactionError.InvalidChainId or TransactionError.InvalidSignature or TransactionError.NonceOverflow
            or TransactionError.IntrinsicGasTooLow or TransactionError.InitCodeTooLarge or TransactionError.TipAboveFeeCap
            or TransactionError.EmptyAuthorizationList or TransactionError.CreationNotAllowed or TransactionError.InvalidBlobs;
}
