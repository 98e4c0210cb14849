using PoaSidechain.Chain;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Eth;

/// <summary>Finds the headers that a GetBlockHeaders request asks for.</summary>
internal static class HeaderQuery
{
    /// <summary>Longest walk over a side branch to a next header, where no index helps.</summary>
    private const int MaxSideSteps = 100;

    /// <summary>
    /// The headers in order, lazily. By hash any branch is answered: its header alone going up (who is not canonical has no known child),
    /// its ancestors going down. So a peer can fetch a sibling of our head, without which two halves of a Clique network may stay apart.
    /// </summary>
    public static IEnumerable<BlockHeader> Run(IBlockTree tree, HeadersRequest request)
    {
        var current = request.StartHash is { } hash ? tree.FindHeader(hash) : tree.FindHeader(request.StartNumber);
        for (var left = Math.Min(request.Amount, EthLimits.MaxServed); current is not null && left > 0; left--)
        {
            yield return current;
            current = request.Reverse ? StepDown(tree, current, request.Skip) : StepUp(tree, current, request.Skip);
        }
    }

    private static BlockHeader? StepUp(IBlockTree tree, BlockHeader current, ulong skip)
    {
        var next = current.Number + skip + 1;
        return next > current.Number && next <= tree.Head.Number && tree.FindHash(current.Number) == current.Hash
            ? tree.FindHeader(next)
            : null;
    }

    private static BlockHeader? StepDown(IBlockTree tree, BlockHeader current, ulong skip)
    {
        if (skip >= current.Number)
        {
            return null;
        }

        if (skip > 0 && tree.FindHash(current.Number) == current.Hash)
        {
            return tree.FindHeader(current.Number - skip - 1);
        }

        var ancestor = skip < MaxSideSteps ? current : null;
        for (var i = 0UL; i <= skip && ancestor is not null; i++)
        {
            ancestor = tree.FindHeader(ancestor.ParentHash);
        }

        return ancestor;
    }
}
