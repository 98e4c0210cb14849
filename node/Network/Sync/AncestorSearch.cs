using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Finds the highest block of a peer's chain that we have, on whatever branch.</summary>
internal sealed class AncestorSearch(IBlockTree tree)
{
    /// <summary>Looked at first: forks of a Clique chain are shallow.</summary>
    private const int RecentHeaders = 64;

    /// <summary>The common ancestor; genesis at the least, since both sides have the same. Faults of the peer are thrown.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="peerHeight">Height of the peer's best block.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<BlockHeader> FindAsync(EthSession peer, ulong peerHeight, CancellationToken cancellation)
    {
        var top = Math.Min(peerHeight, tree.Head.Number);
        var bottom = top - Math.Min(top, RecentHeaders - 1);
        var recent = await AskAsync(peer, bottom, (int)(top - bottom) + 1, cancellation);
        for (var i = recent.Length - 1; i >= 0; i--)
        {
            if (tree.FindHeader(recent[i].Hash) is { } known)
            {
                return known;
            }
        }

        return await BisectAsync(peer, bottom, cancellation);
    }

    /// <summary>Whoever has a block has its ancestors too, so the numbers at which we have the peer's block are 0 to the one that is looked for.</summary>
    private async Task<BlockHeader> BisectAsync(EthSession peer, ulong unknown, CancellationToken cancellation)
    {
        var known = tree.Genesis;
        while (known.Number + 1 < unknown)
        {
            var middle = known.Number + ((unknown - known.Number) / 2);
            var header = (await AskAsync(peer, middle, 1, cancellation))[0];
            if (tree.FindHeader(header.Hash) is { } found)
            {
                known = found;
            }
            else
            {
                unknown = middle;
            }
        }

        return known;
    }

    private static async Task<BlockHeader[]> AskAsync(EthSession peer, ulong number, int amount, CancellationToken cancellation)
    {
        var headers = await HeaderDownloader.AskAsync(peer, HeadersRequest.From(number, amount), cancellation);
        if (headers.Length == 0)
        {
            throw new WireException(PeerFault.WithheldBlocks, $"no header {number}, below its own head");
        }

        for (var i = 0; i < headers.Length; i++)
        {
            if (headers[i].Number != number + (ulong)i)
            {
                throw new WireException(PeerFault.WrongResponse, $"asked for header {number + (ulong)i}, got {headers[i]}");
            }
        }

        return headers;
    }
}
