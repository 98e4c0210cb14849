using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>Hashes of the 256 blocks before the one being executed, on its own branch (BLOCKHASH); found one by one as they are asked for.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class AncestorHashes
{
    private const ulong Window = 256;

    private readonly BlockHeader _parent;
    private readonly IHeaderSource _headers;
    private readonly List<Hash256> _known; // [i] is the hash at the parent's height less i; the last one's header need not have been read

    /// <summary>For the block after <paramref name="parent"/>.</summary>
    public AncestorHashes(BlockHeader parent, IHeaderSource headers)
    {
        _parent = parent;
        _headers = headers;
        _known = [parent.Hash, parent.ParentHash];
    }

    /// <summary>The hash at a height, or zero outside the window.</summary>
    public Hash256 Get(ulong number)
    {
        if (number > _parent.Number || _parent.Number - number >= Window)
        {
            return Hash256.Zero;
        }

        var depth = (int)(_parent.Number - number);
        while (_known.Count <= depth)
        {
            var deepest = _headers.FindHeader(_known[^1])
                ?? throw new InvalidOperationException($"The ancestor {_known[^1]} of a stored block is not stored.");
            _known.Add(deepest.ParentHash);
        }

        return _known[depth];
    }
}
