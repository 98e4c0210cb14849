using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Codes by their hashes.</summary>
internal sealed class CodeFill(SnapPeers peers)
{
    private const int BatchSize = 64;

    /// <summary>Fetches codes; waits until somebody has them.</summary>
    public async Task<Dictionary<Hash256, Code>> FetchAsync(IReadOnlyCollection<Hash256> hashes, UInt256 totalDifficulty, CancellationToken cancellation)
    {
        var codes = new Dictionary<Hash256, Code>();
        List<Hash256> missing = [.. hashes];
        while (missing.Count > 0)
        {
            var batch = missing.Take(BatchSize).ToArray();
            var peer = await peers.TakeAsync(totalDifficulty, cancellation);
            var answer = await peer.GetCodesAsync(new CodesRequest(batch, SnapLimits.WantedBytes), cancellation);
            if (answer is [])
            {
                peers.Refuse(peer, PeerFault.WithheldState, $"none of {batch.Length} codes");
                continue;
            }

            foreach (var bytes in answer ?? [])
            {
                var hash = Keccak256.Hash(bytes.Span);
                if (!missing.Remove(hash) || !batch.Contains(hash))
                {
                    peers.Refuse(peer, PeerFault.WrongCode, $"code {hash}, which was not asked for");
                    break;
                }

                codes[hash] = new Code(bytes.Span, hash);
            }
        }

        return codes;
    }
}
