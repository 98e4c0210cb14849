using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>The tree with one header in front that is not stored yet.</summary>
internal sealed class HeaderOverlay(BlockHeader header, IHeaderSource headers) : IHeaderSource
{
    public BlockHeader? FindHeader(in Hash256 hash) => hash == header.Hash ? header : headers.FindHeader(hash);
}
