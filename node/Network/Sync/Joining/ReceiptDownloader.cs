using PoaSidechain.Chain.Rules;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Receipts of blocks that are not executed here: from whichever peers have them, checked against the headers' roots.</summary>
internal sealed class ReceiptDownloader(Func<IEnumerable<EthSession>> peers)
{
    /// <summary>Receipts for each header; null when no peer had them all.</summary>
    public async Task<Receipt[][]?> DownloadAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellation)
    {
        var receipts = new Receipt[headers.Count][];
        List<int> missing = [];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = [];
            if (headers[i].ReceiptsRoot != Keccak256.OfEmptyTrie)
            {
                missing.Add(i);
            }
        }

        var exhausted = new HashSet<NodeId>();
        while (missing.Count > 0)
        {
            var peer = peers().Where(peer => peer.IsOpen && !exhausted.Contains(peer.Id)).OrderBy(peer => peer.IsSlow).ThenBy(peer => peer.RequestsInFlight).FirstOrDefault();
            if (peer is null)
            {
                return null;
            }

            var before = missing.Count;
            var answer = await peer.GetReceiptsAsync(missing.ConvertAll(index => headers[index].Hash), cancellation);
            if (answer is not null && !TryPlace(headers, receipts, missing, answer))
            {
                peer.Penalize(PeerFault.WrongResponse, "receipts that belong to none of the blocks asked for");
            }

            if (missing.Count == before)
            {
                exhausted.Add(peer.Id);
            }
        }

        return receipts;
    }

    /// <summary>They come in the order of the question, with gaps where the peer lacks some. False when some belong nowhere.</summary>
    private static bool TryPlace(IReadOnlyList<BlockHeader> headers, Receipt[][] receipts, List<int> missing, Receipt[][] answer)
    {
        var next = 0;
        foreach (var list in answer)
        {
            var root = BodyRules.ReceiptsRoot(list);
            while (next < missing.Count && headers[missing[next]].ReceiptsRoot != root)
            {
                next++;
            }

            if (next == missing.Count)
            {
                return false;
            }

            receipts[missing[next]] = list;
            missing.RemoveAt(next);
        }

        return true;
    }
}
