using PoaSidechain.Chain;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Turns headers into blocks, with bodies from whichever peers have them and answer.</summary>
/// <remarks>Thread: any number of calls at a time; each asks the peer that has fewest questions open.</remarks>
/// <param name="peers">Peers that may be asked, as they are now.</param>
/// <param name="preparation">Recovers the blocks' signatures while earlier blocks are executed; null to leave that to the importer.</param>
internal sealed class BodyDownloader(Func<IEnumerable<EthSession>> peers, BlockPreparation? preparation)
{
    /// <summary>Blocks whose bodies are fetched together. Bounds what waits for the importer: batches in flight times this times a block's size.</summary>
    public const int BatchSize = 32;

    /// <summary>The blocks of these headers; null when no peer had them all.</summary>
    /// <param name="headers">Consecutive headers.</param>
    /// <param name="source">Who sent the headers: asked like the others, and the last hope.</param>
    /// <param name="cancellation">Ends the download.</param>
    public async Task<Block[]?> DownloadAsync(IReadOnlyList<BlockHeader> headers, EthSession source, CancellationToken cancellation)
    {
        var blocks = new Block?[headers.Count];
        var missing = FillWithoutContent(headers, blocks);
        var exhausted = new HashSet<NodeId>();
        while (missing.Count > 0)
        {
            if (Choose(source, exhausted) is not { } peer)
            {
                return null;
            }

            var hashes = missing.ConvertAll(index => headers[index].Hash);
            var before = missing.Count;
            var bodies = await peer.GetBodiesAsync(hashes, cancellation);
            if (bodies is not null && !TryPlace(headers, blocks, missing, bodies))
            {
                peer.Penalize(PeerFault.WrongResponse, "a body that belongs to none of the blocks asked for");
            }
            else if (bodies is [] && peer == source)
            {
                peer.Penalize(PeerFault.WithheldBlocks, $"headers without bodies, from block {headers[missing[0]].Number} on");
            }

            if (missing.Count == before)
            {
                exhausted.Add(peer.Id); // does not answer, or does not have them: somebody else then
            }
        }

        return await PrepareAsync(blocks!, cancellation);
    }

    private async Task<Block[]> PrepareAsync(Block[] blocks, CancellationToken cancellation)
    {
        if (preparation is not null && Array.Exists(blocks, static block => block.Transactions.Length > 0))
        {
            await Task.Run(() => preparation.Recover(blocks), cancellation);
        }

        return blocks;
    }

    private static List<int> FillWithoutContent(IReadOnlyList<BlockHeader> headers, Block?[] blocks)
    {
        var missing = new List<int>();
        for (var i = 0; i < blocks.Length; i++)
        {
            if (BodyMatcher.WithoutContent(headers[i]) is { } body)
            {
                blocks[i] = new Block(headers[i], body);
            }
            else
            {
                missing.Add(i);
            }
        }

        return missing;
    }

    /// <summary>Bodies come in the order of the question, with gaps where the peer lacks one. False when one belongs nowhere.</summary>
    private static bool TryPlace(IReadOnlyList<BlockHeader> headers, Block?[] blocks, List<int> missing, BlockBody[] bodies)
    {
        var next = 0;
        foreach (var body in bodies)
        {
            while (next < missing.Count && !BodyMatcher.Matches(headers[missing[next]], body))
            {
                next++;
            }

            if (next == missing.Count)
            {
                return false;
            }

            var index = missing[next];
            missing.RemoveAt(next);
            blocks[index] = new Block(headers[index], body);
        }

        return true;
    }

    private EthSession? Choose(EthSession source, HashSet<NodeId> exhausted) =>
        peers()
            .Append(source)
            .Where(peer => !exhausted.Contains(peer.Id) && peer.IsOpen)
            .OrderBy(peer => peer.IsSlow)
            .ThenBy(peer => peer.RequestsInFlight)
            .FirstOrDefault();
}
