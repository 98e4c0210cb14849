using System.Threading.Channels;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Gossip;

/// <summary>Tells peers of transactions that became pending: small ones whole to √peers, the hash to the rest; large ones only by hash.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> once; everything else any and quick.</remarks>
internal sealed class TransactionGossip(ITransactionPool pool, Func<IReadOnlyList<Peer>> peers, Dice dice)
{
    private const int MaxQueued = 4096;

    private readonly Channel<IReadOnlyList<Transaction>> _queue = Channel.CreateBounded<IReadOnlyList<Transaction>>(
        new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Transactions became pending.</summary>
    public void OnPending(IReadOnlyList<Transaction> transactions) => _queue.Writer.TryWrite(transactions);

    /// <summary>A peer came: it is told of all that waits.</summary>
    public void OnJoined(Peer peer)
    {
        var waiting = pool.GetPending().Values.SelectMany(transactions => transactions).Where(transaction => !peer.Eth.KnownTransactions.Contains(transaction.Hash));
        Announce(peer.Eth, waiting);
    }

    /// <summary>Runs until the node stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await _queue.Reader.WaitToReadAsync(cancellation))
        {
            var batch = new List<Transaction>();
            while (batch.Count < EthLimits.MaxTransactionAnnouncements && _queue.Reader.TryRead(out var transactions))
            {
                batch.AddRange(transactions);
            }

            Spread(batch);
        }
    }

    private void Spread(List<Transaction> batch)
    {
        var shuffled = dice.Shuffle(peers());
        var whole = (int)Math.Ceiling(Math.Sqrt(shuffled.Length));
        for (var i = 0; i < shuffled.Length; i++)
        {
            var eth = shuffled[i].Eth;
            var news = batch.Where(transaction => !eth.KnownTransactions.Contains(transaction.Hash)).ToLookup(transaction => i < whole && IsSmall(transaction));
            Send(eth, news[true]);
            Announce(eth, news[false]);
        }
    }

    private static bool IsSmall(Transaction transaction) => transaction.Encoded.Length <= EthLimits.MaxBroadcastTransactionBytes;

    private static void Send(EthSession peer, IEnumerable<Transaction> transactions)
    {
        var pack = new List<Transaction>();
        var bytes = 0;
        foreach (var transaction in transactions)
        {
            pack.Add(transaction);
            bytes += transaction.Encoded.Length;
            if (bytes >= EthLimits.TransactionPackBytes)
            {
                peer.SendTransactions(pack);
                pack = [];
                bytes = 0;
            }
        }

        if (pack.Count > 0)
        {
            peer.SendTransactions(pack);
        }
    }

    private static void Announce(EthSession peer, IEnumerable<Transaction> transactions)
    {
        foreach (var chunk in transactions.Chunk(EthLimits.MaxTransactionAnnouncements))
        {
            peer.AnnounceTransactions(chunk);
        }
    }
}
