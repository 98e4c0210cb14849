using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>Finds headers by hash: the block tree, or a batch of headers not yet stored in front of it.</summary>
public interface IHeaderSource
{
    /// <summary>A header, or null.</summary>
    BlockHeader? FindHeader(in Hash256 hash);
}
