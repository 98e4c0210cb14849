using System.Runtime.CompilerServices;
using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Downloads one peer's chain of headers, upwards from a block that we have. A fault of the peer is thrown as <see cref="WireException"/>.</summary>
/// <remarks>Only that the headers are a chain is checked here; whether they are good ones is the importer's to say.</remarks>
internal sealed class HeaderDownloader(IBlockTree tree)
{
    /// <summary>Headers asked for at once: geth's figure.</summary>
    public const int BatchSize = 192;

    /// <summary>The header of the block that a peer says is its best; null when it moved on and does not know it any more.</summary>
    public static async Task<BlockHeader?> GetHeadAsync(EthSession peer, CancellationToken cancellation)
    {
        var head = peer.Head;
        var headers = await AskAsync(peer, new HeadersRequest(head.Hash, 0, 1), cancellation);
        if (headers.Length == 0)
        {
            return null;
        }

        if (headers[0].Hash != head.Hash)
        {
            throw new WireException(PeerFault.WrongResponse, $"asked for header {head.Hash}, got {headers[0].Hash}");
        }

        peer.NoteHead(head.Hash, headers[0].Number, head.TotalDifficulty);
        return headers[0];
    }

    /// <summary>Batches of consecutive headers after <paramref name="start"/>, until the peer's chain ends or takes another way.</summary>
    public async IAsyncEnumerable<BlockHeader[]> DownloadAsync(
        EthSession peer, BlockHeader start, ulong target, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = start;
        while (true)
        {
            var batch = await AskAsync(peer, HeadersRequest.From(last.Number + 1, BatchSize), cancellation);
            if (batch.Length == 0)
            {
                if (last.Number < target)
                {
                    throw new WireException(PeerFault.WithheldBlocks, $"no header {last.Number + 1} on the way to {target}");
                }

                yield break;
            }

            if (batch[0].ParentHash != last.Hash)
            {
                yield break; // the peer reorganised meanwhile; the next round starts from the new common ancestor
            }

            CheckChain(last, batch);
            yield return batch;
            last = batch[^1];
            if (batch.Length < BatchSize && last.Number >= target)
            {
                yield break;
            }
        }
    }

    /// <summary>Asks for headers; no answer is a fault here, since everything waits for it.</summary>
    public static async Task<BlockHeader[]> AskAsync(EthSession peer, HeadersRequest request, CancellationToken cancellation) =>
        await peer.GetHeadersAsync(request, cancellation)
            ?? throw new WireException(PeerFault.RequestTimeout, "no answer to a request for headers");

    private void CheckChain(BlockHeader last, BlockHeader[] batch)
    {
        foreach (var header in batch)
        {
            if (header.ParentHash != last.Hash || header.Number != last.Number + 1)
            {
                throw new WireException(PeerFault.WrongResponse, $"header {header} does not follow {last}");
            }

            if (tree.IsKnownBad(header.Hash))
            {
                throw new WireException(PeerFault.InvalidBlock, $"block {header} was refused before");
            }

            last = header;
        }
    }
}
