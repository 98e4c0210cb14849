using System.Threading.Channels;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Catches up with one peer: its headers in order, bodies from all peers, several batches in flight, imported in order.</summary>
/// <remarks>
/// headers (one peer, checked to be a chain) → batches of bodies (any peers, in parallel) → importer (in order). The channel in the middle is bounded;
/// when the importer is slow, everything before it waits. Faults of the peer whose headers are followed come as <see cref="WireException"/>.
/// </remarks>
internal sealed class SyncRound(IBlockTree tree, BodyDownloader bodies, ImportWindow imports, EthSession peer)
{
    /// <summary>Batches of bodies on their way or waiting for the importer.</summary>
    private const int MaxBatches = 6;

    private ulong _start;
    private ulong _target;

    /// <summary>How far it has come; null before the common ancestor is known.</summary>
    public SyncStatus? Status => _target == 0 ? null : new SyncStatus(_start, tree.Head.Number, Math.Max(_target, tree.Head.Number));

    /// <summary>Runs the round.</summary>
    public async Task<SyncEnd> RunAsync(CancellationToken cancellation)
    {
        var head = await HeaderDownloader.GetHeadAsync(peer, cancellation);
        if (head is null || tree.FindHeader(head.Hash) is not null)
        {
            return SyncEnd.NothingNew;
        }

        var ancestor = await new AncestorSearch(tree).FindAsync(peer, head.Number, cancellation);
        _start = ancestor.Number;
        _target = head.Number;

        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<Task<Block[]?>>(MaxBatches);
        var downloading = DownloadAsync(ancestor, batches.Writer, round.Token);
        try
        {
            return await ImportAsync(batches.Reader, cancellation);
        }
        finally
        {
            await round.CancelAsync();
            await downloading;
        }
    }

    /// <summary>Never throws: its fault is the channel's end, behind the batches that were still good.</summary>
    private async Task DownloadAsync(BlockHeader ancestor, ChannelWriter<Task<Block[]?>> batches, CancellationToken cancellation)
    {
        Exception? fault = null;
        try
        {
            await foreach (var headers in new HeaderDownloader(tree).DownloadAsync(peer, ancestor, _target, cancellation))
            {
                foreach (var batch in headers.Chunk(BodyDownloader.BatchSize))
                {
                    await batches.WriteAsync(bodies.DownloadAsync(batch, peer, cancellation), cancellation);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException || SessionEnd.TryFrom(e, out _))
        {
            fault = e;
        }

        batches.Complete(fault);
    }

    private async Task<SyncEnd> ImportAsync(ChannelReader<Task<Block[]?>> batches, CancellationToken cancellation)
    {
        (Block, BlockVerdict)? refusal = null;
        WireException? fault = null;
        try
        {
            refusal = await FeedAsync(batches, cancellation);
        }
        catch (WireException e)
        {
            fault = e;
        }

        // What the importer has already is judged first: a bad block weighs more than a late answer.
        var drained = await imports.DrainAsync(cancellation);
        if ((refusal ?? drained) is { } bad)
        {
            return Judge(bad);
        }

        return fault is null ? SyncEnd.Done : throw new WireException(fault.Fault, fault.Message);
    }

    private async Task<(Block Block, BlockVerdict Verdict)?> FeedAsync(ChannelReader<Task<Block[]?>> batches, CancellationToken cancellation)
    {
        while (await batches.WaitToReadAsync(cancellation))
        {
            while (batches.TryRead(out var batch))
            {
                var blocks = await batch.WaitAsync(cancellation) ?? throw WithoutBodies();
                foreach (var block in blocks)
                {
                    if (await imports.AddAsync(block, cancellation) is { } refusal)
                    {
                        return refusal;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>To answer without the bodies is one thing, and not to answer in time another, which a slow line does too.</summary>
    private WireException WithoutBodies() => peer is { IsOpen: true, IsSlow: false }
        ? new WireException(PeerFault.WithheldBlocks, "headers without bodies")
        : new WireException(PeerFault.RequestTimeout, "no answer to a request for bodies");

    private static SyncEnd Judge((Block Block, BlockVerdict Verdict) refusal) => refusal.Verdict.Error switch
    {
        BlockError.LeavesCheckpoint => SyncEnd.OtherBranch,
        var error when error.IsTransient() => SyncEnd.NotYet,
        _ => throw new WireException(PeerFault.InvalidBlock, $"block {refusal.Block.Header}: {refusal.Verdict}"),
    };
}
