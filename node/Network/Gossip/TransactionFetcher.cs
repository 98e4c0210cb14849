using System.Threading.Channels;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Gossip;

/// <summary>Fetches announced transactions that do not come by themselves.</summary>
/// <remarks>
/// As in geth: 500 ms are given for the transaction to come whole, then it is asked for at one peer that has it, 256 at a time or 128 KiB, one request a
/// peer; who does not answer in 5 s is passed over. Thread: any.
/// </remarks>
internal sealed class TransactionFetcher(TransactionIntake intake, BackgroundTasks tasks, TimeProvider time)
{
    /// <summary>Time for an announced transaction to come whole.</summary>
    public static readonly TimeSpan ArrivalTime = TimeSpan.FromMilliseconds(500);

    private const int MaxPerRequest = 256;
    private const int MaxBytesPerRequest = 128 * 1024;
    private const int MaxAnnounced = 32_768;
    private const int MaxAnnouncedPerPeer = 4096;
    private const int MaxSources = 8;

    /// <summary>Sizes differ a little between clients, by what they count as the transaction.</summary>
    private const int SizeTolerance = 8;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _announcedLock = new();
    private readonly Dictionary<Hash256, AnnouncedTransaction> _announced = [];
    private readonly Dictionary<EthSession, int> _perPeer = [];
    private readonly HashSet<EthSession> _busy = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Announced transactions that have not come.</summary>
    public int Count
    {
        get
        {
            lock (_announcedLock)
            {
                return _announced.Count;
            }
        }
    }

    /// <summary>A peer says that it has transactions.</summary>
    public void OnAnnounced(EthSession peer, IReadOnlyList<TransactionAnnouncement> announcements)
    {
        lock (_announcedLock)
        {
            foreach (var announcement in announcements.Where(announcement => !intake.IsSettled(announcement.Hash)))
            {
                Add(peer, announcement);
            }
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Transactions came, asked for or not.</summary>
    public void OnArrived(IReadOnlyList<Transaction> transactions)
    {
        lock (_announcedLock)
        {
            foreach (var transaction in transactions)
            {
                Forget(transaction.Hash);
            }
        }
    }

    /// <summary>Runs until the node stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _signal.Reader.ReadAsync(cancellation);
            while (Count > 0)
            {
                await Task.Delay(Tick, time, cancellation);
                foreach (var (peer, wanted) in PlanRequests())
                {
                    tasks.Start("transaction fetch", token => FetchAsync(peer, wanted, token));
                }
            }
        }
    }

    private void Add(EthSession peer, in TransactionAnnouncement announcement)
    {
        _perPeer.TryGetValue(peer, out var count);
        if (count >= MaxAnnouncedPerPeer)
        {
            return;
        }

        if (!_announced.TryGetValue(announcement.Hash, out var entry))
        {
            if (_announced.Count >= MaxAnnounced)
            {
                return;
            }

            _announced[announcement.Hash] = entry = new AnnouncedTransaction(announcement, time.GetUtcNow());
        }

        if (entry.Sources.Count < MaxSources && !entry.Sources.Contains(peer))
        {
            entry.Sources.Add(peer);
            _perPeer[peer] = count + 1;
        }
    }

    private void Forget(in Hash256 hash)
    {
        if (_announced.Remove(hash, out var entry))
        {
            entry.Sources.ForEach(Release);
        }
    }

    private void Release(EthSession peer)
    {
        if (_perPeer.TryGetValue(peer, out var count) && count > 1)
        {
            _perPeer[peer] = count - 1;
        }
        else
        {
            _perPeer.Remove(peer);
        }
    }

    /// <summary>What is due, by the peer to be asked; marked as requested.</summary>
    private Dictionary<EthSession, List<AnnouncedTransaction>> PlanRequests()
    {
        var plan = new Dictionary<EthSession, (List<AnnouncedTransaction> Wanted, long Bytes)>();
        var due = time.GetUtcNow() - ArrivalTime;
        lock (_announcedLock)
        {
            foreach (var entry in _announced.Values.Where(entry => !entry.IsRequested && entry.Since <= due).ToArray())
            {
                DropClosedSources(entry);
                foreach (var peer in entry.Sources.Where(peer => !_busy.Contains(peer)))
                {
                    var (wanted, bytes) = plan.TryGetValue(peer, out var planned) ? planned : ([], 0);
                    if (wanted.Count < MaxPerRequest && bytes < MaxBytesPerRequest)
                    {
                        wanted.Add(entry);
                        entry.IsRequested = true;
                        plan[peer] = (wanted, bytes + entry.Announcement.Bytes.GetValueOrDefault());
                        break;
                    }
                }
            }

            _busy.UnionWith(plan.Keys);
        }

        return plan.ToDictionary(planned => planned.Key, planned => planned.Value.Wanted);
    }

    private void DropClosedSources(AnnouncedTransaction entry)
    {
        foreach (var gone in entry.Sources.Where(peer => !peer.IsOpen).ToArray())
        {
            Drop(entry, gone);
        }
    }

    /// <summary>Takes a source away; who has no source left is forgotten.</summary>
    private void Drop(AnnouncedTransaction entry, EthSession peer)
    {
        if (entry.Sources.Remove(peer))
        {
            Release(peer);
        }

        if (entry.Sources.Count == 0)
        {
            _announced.Remove(entry.Announcement.Hash);
        }
    }

    private async Task FetchAsync(EthSession peer, List<AnnouncedTransaction> wanted, CancellationToken cancellation)
    {
        try
        {
            var hashes = wanted.ConvertAll(entry => entry.Announcement.Hash);
            if (await peer.GetPooledTransactionsAsync(hashes, cancellation) is { } transactions)
            {
                Check(transactions, wanted);
                OnArrived(transactions);
                intake.Offer(peer, transactions);
            }
        }
        catch (WireException e)
        {
            peer.Penalize(e.Fault, e.Message);
        }
        finally
        {
            lock (_announcedLock)
            {
                _busy.Remove(peer);
                foreach (var entry in wanted)
                {
                    entry.IsRequested = false;
                    Drop(entry, peer); // it answered without it, or not at all: the next source then
                }
            }
        }
    }

    private static void Check(Transaction[] transactions, List<AnnouncedTransaction> wanted)
    {
        var byHash = wanted.ToDictionary(entry => entry.Announcement.Hash);
        foreach (var transaction in transactions)
        {
            if (!byHash.TryGetValue(transaction.Hash, out var entry))
            {
                throw new WireException(PeerFault.WrongResponse, $"transaction {transaction.Hash} was not asked for");
            }

            var (_, type, bytes) = entry.Announcement;
            if ((type is { } announced && announced != (byte)transaction.Type)
                || (bytes is { } size && Math.Abs((long)size - transaction.Encoded.Length) > SizeTolerance))
            {
                throw new WireException(
                    PeerFault.AnnouncementMismatch, $"{transaction.Hash} was announced with type {type} and {bytes} bytes");
            }
        }
    }
}
