using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Network.Snap;

/// <summary>The states that are served: those of the newest blocks, by root.</summary>
/// <remarks>Thread: any. The two that were asked for last are kept, since whoever joins asks for one again and again while the head moves on.</remarks>
internal sealed class RecentStates(IBlockTree tree, StateStore states)
{
    private readonly LruCache<Hash256, StateView> _kept = new(2);

    /// <summary>The state with a root, or null.</summary>
    public StateView? Find(in Hash256 root)
    {
        if (FindNumber(root) is not { } number)
        {
            return null;
        }

        if (_kept.TryGet(root, out var kept))
        {
            return kept;
        }

        if (states.ViewAt(number, root) is not { } view)
        {
            return null;
        }

        _kept.Set(root, view);
        return view;
    }

    private ulong? FindNumber(in Hash256 root)
    {
        BlockHeader? header = tree.Head;
        for (var i = 0; i < SnapLimits.RecentBlocks && header is not null; i++)
        {
            if (header.StateRoot == root)
            {
                return header.Number;
            }

            header = tree.FindHeader(header.ParentHash);
        }

        return null;
    }
}
