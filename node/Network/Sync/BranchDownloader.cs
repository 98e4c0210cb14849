using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Fetches one block by its hash, with those of its ancestors that we lack: a sibling of our head as well as the next block.</summary>
internal sealed class BranchDownloader(IBlockTree tree)
{
    /// <summary>Blocks this far above or below our head are fetched one by one; what is further is for the synchronizer, or of no use.</summary>
    public const ulong Window = 64;

    /// <summary>Headers asked for when more than the first turned out to be missing.</summary>
    private const int Stride = 16;

    /// <summary>True when a block at this height is near enough to our head.</summary>
    public bool IsNear(ulong number)
    {
        var head = tree.Head.Number;
        return number <= head + Window && number + Window >= head;
    }

    /// <summary>
    /// The missing blocks up to <paramref name="hash"/>, lowest first: empty when there is nothing to do, null when the peer did not answer.
    /// Faults of the peer are thrown.
    /// </summary>
    public async Task<IReadOnlyList<Block>?> DownloadAsync(EthSession peer, Hash256 hash, CancellationToken cancellation)
    {
        var headers = new List<BlockHeader>();
        var next = hash;
        while (tree.FindHeader(next) is null)
        {
            if ((ulong)headers.Count > Window || (headers.Count > 0 && !IsNear(headers[^1].Number)))
            {
                return []; // too long a branch to be walked back: the synchronizer's work, if it is any good
            }

            var amount = headers.Count == 0 ? 1 : Stride;
            if (await peer.GetHeadersAsync(HeadersRequest.BackFrom(next, amount), cancellation) is not { Length: > 0 } answer)
            {
                return null;
            }

            next = Append(headers, next, answer);
        }

        headers.Reverse();
        return headers.Count == 0 ? [] : await FetchBodiesAsync(peer, headers, cancellation);
    }

    /// <summary>
    /// Takes over the headers as far as they are a chain going down and not ours already: none, when the block came by another way while we asked.
    /// The parent of the last one.
    /// </summary>
    private Hash256 Append(List<BlockHeader> headers, Hash256 next, BlockHeader[] answer)
    {
        foreach (var header in answer)
        {
            if (tree.FindHeader(next) is not null)
            {
                break;
            }

            if (header.Hash != next)
            {
                throw new WireException(PeerFault.WrongResponse, $"asked for header {next}, got {header.Hash}");
            }

            if (tree.IsKnownBad(next))
            {
                throw new WireException(PeerFault.InvalidBlock, $"block {header} was refused before");
            }

            headers.Add(header);
            next = header.ParentHash;
        }

        return next;
    }

    private static async Task<IReadOnlyList<Block>?> FetchBodiesAsync(EthSession peer, List<BlockHeader> headers, CancellationToken cancellation) =>
        await new BodyDownloader(static () => [], preparation: null).DownloadAsync(headers, peer, cancellation);
}
