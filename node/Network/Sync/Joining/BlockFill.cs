using PoaSidechain.Chain.Joining;
using PoaSidechain.Network.Eth;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Bodies and receipts of the draft's blocks, from all peers that are ahead, up to the pivot.</summary>
internal sealed class BlockFill(ChainDraft draft, Func<IEnumerable<EthSession>> peers, Func<BlockHeader> pivot, TimeProvider time)
{
    /// <summary>Batches on their way at a time.</summary>
    private const int Batches = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly BodyDownloader _bodies = new(peers, preparation: null);
    private readonly ReceiptDownloader _receipts = new(peers);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (draft.FilledTo < pivot().Number)
        {
            var batches = Next().Chunk(BodyDownloader.BatchSize).Select(batch => DownloadAsync(batch, cancellation)).ToArray();
            foreach (var batch in await Task.WhenAll(batches))
            {
                if (batch is null)
                {
                    await Task.Delay(Pause, time, cancellation); // nobody has them for now
                    break;
                }

                draft.Fill(batch);
            }
        }
    }

    private List<BlockHeader> Next()
    {
        List<BlockHeader> headers = [];
        var last = pivot().Number;
        for (var number = draft.FilledTo + 1; number <= last && headers.Count < Batches * BodyDownloader.BatchSize; number++)
        {
            if (draft.FindHeader(number) is not { } header)
            {
                break; // the chain took another way just now
            }

            headers.Add(header);
        }

        return headers;
    }

    private async Task<(Block, Receipt[])[]?> DownloadAsync(BlockHeader[] headers, CancellationToken cancellation)
    {
        if (peers().FirstOrDefault() is not { } source)
        {
            return null;
        }

        var receipts = _receipts.DownloadAsync(headers, cancellation);
        var blocks = await _bodies.DownloadAsync(headers, source, cancellation);
        return await receipts is { } lists && blocks is not null ? [.. blocks.Zip(lists)] : null;
    }
}
