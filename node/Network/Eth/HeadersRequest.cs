using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Eth;

/// <summary>What GetBlockHeaders asks for.</summary>
/// <param name="StartHash">The first header by hash, on any branch; null to ask by number.</param>
/// <param name="StartNumber">The first header by canonical number, where there is no hash.</param>
/// <param name="Amount">Most headers wanted.</param>
/// <param name="Skip">Headers to leave out between two.</param>
/// <param name="Reverse">True for falling numbers.</param>
internal readonly record struct HeadersRequest(Hash256? StartHash, ulong StartNumber, ulong Amount, ulong Skip = 0, bool Reverse = false)
{
    /// <summary>Consecutive headers from a number on.</summary>
    public static HeadersRequest From(ulong number, int amount) => new(null, number, (ulong)amount);

    /// <summary>A header and its ancestors.</summary>
    public static HeadersRequest BackFrom(in Hash256 hash, int amount) => new(hash, 0, (ulong)amount, Reverse: true);
}
