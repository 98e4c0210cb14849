using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Follows announcements: fetches announced blocks near our head, on any branch, and hands them to the importer.</summary>
/// <remarks>
/// Thread: any. A block is never left out because its number is not above our head: on a Clique chain the branch that heals a fork may be lower, and two
/// halves of the signers must be able to see each other's blocks.
/// Differs from geth: an announced block is fetched at once, without 500 ms of waiting for it to come whole; few signers with short periods are the rule here.
/// </remarks>
internal sealed partial class BlockFetcher(
    IBlockTree tree, IBlockImporter importer, BranchDownloader branches, BackgroundTasks tasks, SyncServices services)
{
    /// <summary>Blocks being fetched or imported because of announcements.</summary>
    private const int MaxInFlight = 64;

    /// <summary>Of those, because of one peer.</summary>
    private const int MaxInFlightPerPeer = 16;

    private readonly Lock _inFlightLock = new();
    private readonly Dictionary<(Hash256 Hash, bool IsWhole), List<EthSession>> _inFlight = [];

    /// <summary>A block was stored on a side branch: nobody else will tell peers of it.</summary>
    public event Action<Block>? SideBlockImported;

    /// <summary>A peer may be too far ahead for announcements.</summary>
    public event Action? FarAhead;

    /// <summary>A peer says that it has blocks.</summary>
    public void OnAnnounced(EthSession peer, IReadOnlyList<BlockAnnouncement> announcements)
    {
        foreach (var announcement in announcements)
        {
            if (NoteKnown(peer, announcement.Hash) || !IsWanted(peer, announcement.Hash, announcement.Number))
            {
                continue;
            }

            Fetch(peer, announcement.Hash);
        }
    }

    /// <summary>A peer sends a block.</summary>
    public void OnReceived(EthSession peer, Block block, UInt256 totalDifficulty)
    {
        peer.NoteHead(block.Hash, block.Number, totalDifficulty);
        if (NoteKnown(peer, block.Hash) || !IsWanted(peer, block.Hash, block.Number))
        {
            return;
        }

        if (!BodyMatcher.Matches(block.Header, block.Body))
        {
            throw new WireException(PeerFault.InvalidBlock, $"block {block.Header} with another block's body");
        }

        Start(peer, (block.Hash, true), (source, token) => DeliverAsync(source, block, token));
    }

    /// <summary>A peer that came has a head that we lack: fetch it, even if it is no better than ours.</summary>
    public void OnJoined(EthSession peer)
    {
        var head = peer.Head;
        if (head.TotalDifficulty <= tree.HeadTotalDifficulty && tree.FindHeader(head.Hash) is null)
        {
            Fetch(peer, head.Hash);
        }
    }

    private void Fetch(EthSession peer, Hash256 hash) => Start(peer, (hash, false), (source, token) => FetchAsync(source, hash, token));

    /// <summary>Notes what the peer's having a known block says about its head; false when the block is not known.</summary>
    private bool NoteKnown(EthSession peer, in Hash256 hash)
    {
        if (tree.FindHeader(hash) is not { } header)
        {
            return false;
        }

        peer.NoteHead(hash, header.Number, tree.FindTotalDifficulty(hash).GetValueOrDefault());
        return true;
    }

    private bool IsWanted(EthSession peer, in Hash256 hash, ulong number)
    {
        if (tree.IsKnownBad(hash))
        {
            return false; // whoever only passes an announcement on need not know
        }

        if (branches.IsNear(number))
        {
            return true;
        }

        if (number > tree.Head.Number)
        {
            // An announcement has no total difficulty; so far above us it is more than ours, if it is true.
            peer.NoteHead(hash, number, tree.HeadTotalDifficulty + UInt256.One);
            FarAhead?.Invoke();
        }

        return false;
    }

    /// <summary>
    /// Starts work on a block unless it is under way; then the peer is only noted, in case the first one fails. A block that came whole does not wait for
    /// one that is being fetched: whoever announced it may be silent on purpose.
    /// </summary>
    private void Start(EthSession peer, (Hash256 Hash, bool IsWhole) key, Func<EthSession, CancellationToken, Task<bool>> work)
    {
        lock (_inFlightLock)
        {
            if (_inFlight.TryGetValue(key, out var sources))
            {
                if (sources.Count < MaxInFlightPerPeer)
                {
                    sources.Add(peer);
                }

                return;
            }

            if (_inFlight.Count >= MaxInFlight || _inFlight.Values.Count(others => others[0] == peer) >= MaxInFlightPerPeer)
            {
                return; // the periodic check for peers that are ahead makes up for it
            }

            _inFlight.Add(key, [peer]);
        }

        tasks.Start("block fetch", token => WorkAsync(key, work, token));
    }

    private async Task WorkAsync((Hash256 Hash, bool IsWhole) key, Func<EthSession, CancellationToken, Task<bool>> work, CancellationToken cancellation)
    {
        try
        {
            for (var next = 0; TakeSource(key, next) is { } source; next++)
            {
                if (await TryAsync(source, work, cancellation))
                {
                    Finish(key);
                    return;
                }
            }
        }
        catch
        {
            Finish(key);
            throw;
        }
    }

    private static async Task<bool> TryAsync(EthSession source, Func<EthSession, CancellationToken, Task<bool>> work, CancellationToken cancellation)
    {
        try
        {
            return await work(source, cancellation);
        }
        catch (WireException e)
        {
            source.Penalize(e.Fault, e.Message);
            return false;
        }
    }

    /// <summary>The next one to try. When there is none, the work is over in the same step, so that a peer that comes now starts it anew and is not lost.</summary>
    private EthSession? TakeSource((Hash256 Hash, bool IsWhole) key, int index)
    {
        lock (_inFlightLock)
        {
            var sources = _inFlight[key];
            if (index < sources.Count)
            {
                return sources[index];
            }

            _inFlight.Remove(key);
            return null;
        }
    }

    private void Finish((Hash256 Hash, bool IsWhole) key)
    {
        lock (_inFlightLock)
        {
            _inFlight.Remove(key);
        }
    }

    /// <summary>
    /// Imports a block that came whole, after the ancestors that are missing. When it is not taken yet, a copy that came meanwhile is tried as it would
    /// have been had it come a moment later.
    /// </summary>
    private async Task<bool> DeliverAsync(EthSession peer, Block block, CancellationToken cancellation)
    {
        if (tree.FindHeader(block.Header.ParentHash) is null && !await FetchAsync(peer, block.Header.ParentHash, cancellation))
        {
            return false;
        }

        return await ImportAsync([block], cancellation);
    }

    private async Task<bool> FetchAsync(EthSession peer, Hash256 hash, CancellationToken cancellation)
    {
        var blocks = await branches.DownloadAsync(peer, hash, cancellation);
        if (blocks is null)
        {
            return false;
        }

        if (blocks.Count == 0 && tree.FindHeader(hash) is null)
        {
            FarAhead?.Invoke();
        }

        await ImportAsync(blocks, cancellation);
        return true; // also when one is not taken yet: nobody has another one of that hash, and to fetch it again would change nothing
    }

    /// <summary>Imports in order; false when a block is not taken yet: the importer keeps one that is early, and a missing parent comes by the synchronizer.</summary>
    private async Task<bool> ImportAsync(IReadOnlyList<Block> blocks, CancellationToken cancellation)
    {
        foreach (var block in blocks)
        {
            var result = await importer.ImportAsync(block, cancellation);
            services.Metrics.BlockAnnounced(result.Outcome == ImportOutcome.Refused ? result.Verdict.Error.Text() : result.Outcome.ToString());
            switch (result.Outcome)
            {
                case ImportOutcome.SideBranch:
                    SideBlockImported?.Invoke(block);
                    break;
                case ImportOutcome.Refused when result.Verdict.Error.IsTransient():
                    Log.NotYet(services.Logger, block.Number, block.Hash, result.Verdict.ToString());
                    return false;
                case ImportOutcome.Refused:
                    throw new WireException(PeerFault.InvalidBlock, $"block {block.Header}: {result.Verdict}");
                default:
                    break;
            }
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(6023, LogLevel.Debug, "Announced block {Number} {Hash} is not taken yet: {Reason}")]
        public static partial void NotYet(ILogger logger, ulong number, Hash256 hash, string reason);
    }
}
