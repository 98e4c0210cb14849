using PoaSidechain.Chain;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Extends the draft's headers along one peer's chain; every seal is verified. Faults of the peer are thrown.</summary>
internal sealed class HeaderFill(IBlockTree tree, ChainDraft draft)
{
    /// <summary>The last headers are asked for again: the chain may have taken another way meanwhile.</summary>
    private const ulong Overlap = 64;

    /// <summary>When it took another way further down, so many more are given up at a time.</summary>
    private const ulong StepBack = 1024;

    /// <summary>Runs to the peer's head; false when the peer follows a branch that leaves an L1-final checkpoint.</summary>
    public async Task<bool> RunAsync(EthSession peer, CancellationToken cancellation)
    {
        var tip = draft.Tip;
        if (await HeaderDownloader.GetHeadAsync(peer, cancellation) is not { } head || draft.FindHeader(head.Number)?.Hash == head.Hash)
        {
            return true;
        }

        var last = draft.FindHeader(tip.Number - Math.Min(tip.Number, Overlap))!;
        if (head.Number <= last.Number)
        {
            return true;
        }

        var start = last;
        await foreach (var batch in new HeaderDownloader(tree).DownloadAsync(peer, start, head.Number, cancellation))
        {
            if (draft.Append(last, batch) is { } refused)
            {
                return refused.Verdict.Error switch
                {
                    BlockError.LeavesCheckpoint => false,
                    var error when error.IsTransient() => true, // its time has not come: later
                    _ => throw new WireException(PeerFault.InvalidBlock, $"block {refused.Header}: {refused.Verdict}"),
                };
            }

            last = batch[^1];
        }

        if (last == start && start.Number > 0)
        {
            draft.CutTo(start.Number - Math.Min(start.Number, StepBack));
        }

        return true;
    }
}
