using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>The own node's canonical chain from a checkpoint's last block on: followed block by block, rewound when the node reorganises.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class SidechainView(NodeClient node)
{
    /// <summary>One checkpoint's range and what may lie on top of it.</summary>
    private const int MaxLinks = Checkpoint.MaxRange + 4_096;

    private readonly List<ChainLink> _links = []; // the base first, then the blocks above it without a gap

    /// <summary>The block the view starts behind.</summary>
    public ChainLink Base => _links[0];

    /// <summary>The newest block followed: the node's head unless that is too far away.</summary>
    public ChainLink Head => _links[^1];

    /// <summary>The first block behind which a set is in force; null if the view has none. In the ordinary case the base.</summary>
    public ChainLink? FirstWith(Hash256 setHash) => _links.Find(link => link.SetAfter.Hash == setHash);

    /// <summary>Number of the first block above another behind which the set is another; null if there is none.</summary>
    public ulong? SetChangeAbove(ulong number) => _links.Skip((int)(number - Base.Number)).ToArray() is var links
        ? links.Zip(links.Skip(1)).FirstOrDefault(pair => !pair.First.SetAfter.Equals(pair.Second.SetAfter)).Second?.Number
        : null;

    /// <summary>A block of the view; null below the base and above the head.</summary>
    public ChainLink? At(ulong number) =>
        _links.Count > 0 && number >= Base.Number && number <= Head.Number ? _links[(int)(number - Base.Number)] : null;

    /// <summary>Hashes of consecutive blocks of the view.</summary>
    public IReadOnlyList<Hash256> Hashes(ulong first, ulong last) =>
        [.. _links.Skip((int)(first - Base.Number)).Take((int)(last - first + 1)).Select(link => link.Hash)];

    /// <summary>Follows the node; false when its chain does not contain the base.</summary>
    public async Task<bool> FollowAsync(ulong baseNumber, Hash256 baseHash, CancellationToken cancellationToken)
    {
        if (!await RebaseAsync(baseNumber, baseHash, cancellationToken))
        {
            _links.Clear();
            return false;
        }

        var latest = await node.Chain.HeadAsync(cancellationToken);
        while (Head.Hash != latest.Hash && _links.Count < MaxLinks)
        {
            var missing = latest.Number > Head.Number ? (int)Math.Min(latest.Number - Head.Number, RpcClient.BatchSize) : 0;
            var headers = missing == 0 ? [] : await node.Chain.HeadersAsync(Head.Number + 1, missing, cancellationToken);
            if (missing > 0 && headers.Count == 0)
            {
                return true; // the node is reorganising: the next look sees it whole
            }

            if (missing > 0 && headers[0].ParentHash == Head.Hash)
            {
                await AppendAsync(headers, cancellationToken);
                continue;
            }

            _links.RemoveAt(_links.Count - 1);
            if (_links.Count == 0)
            {
                return false; // the base itself was left
            }
        }

        return true;
    }

    private async Task<bool> RebaseAsync(ulong baseNumber, Hash256 baseHash, CancellationToken cancellationToken)
    {
        if (At(baseNumber) is { } present && present.Hash == baseHash)
        {
            _links.RemoveRange(0, (int)(baseNumber - Base.Number));
            return true;
        }

        _links.Clear();
        if (await node.HeaderAsync(baseNumber, baseHash, cancellationToken) is not { } header)
        {
            return false;
        }

        var set = await node.SignersAfterAsync(baseHash, cancellationToken);
        _links.Add(new ChainLink(header.Number, header.Hash, header.Timestamp, set));
        return true;
    }

    private async Task AppendAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken)
    {
        foreach (var header in headers)
        {
            if (header.ParentHash != Head.Hash)
            {
                return; // the node reorganised between two answers; the first header at least was appended
            }

            // EIP-225: only the account a block votes on can join or leave in it.
            var set = header.Beneficiary.IsZero ? Head.SetAfter : await node.SignersAfterAsync(header.Hash, cancellationToken);
            _links.Add(new ChainLink(header.Number, header.Hash, header.Timestamp, set));
        }
    }
}
