using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>When a block lies deep enough to be attested: more than two thirds of the signers have built on it, and some blocks besides.</summary>
/// <remarks>
/// Depth alone means nothing on a Clique chain: three in-turn blocks outweigh five out-of-turn ones that a majority sealed. Even this is no
/// finality; finality is L1's acceptance.
/// </remarks>
internal static class BurialRule
{
    /// <summary>How many of the newest blocks it takes until a quorum of the set has sealed one of them; null when they do not suffice.</summary>
    /// <param name="sealersFromHead">Sealers of the newest blocks, the head's first.</param>
    /// <param name="set">The set in force at the head.</param>
    public static int? DepthOfQuorum(IReadOnlyList<Address> sealersFromHead, SignerSet set)
    {
        var seen = new HashSet<Address>();
        for (var i = 0; i < sealersFromHead.Count; i++)
        {
            if (set.Contains(sealersFromHead[i]) && seen.Add(sealersFromHead[i]) && seen.Count >= set.Quorum)
            {
                return i + 1;
            }
        }

        return null;
    }

    /// <summary>The newest block that is buried; null when none is.</summary>
    public static ulong? NewestBuried(ulong head, IReadOnlyList<Address> sealersFromHead, SignerSet set, int minimumBurial)
    {
        var depth = DepthOfQuorum(sealersFromHead, set);
        return depth is { } quorum && head >= (ulong)Math.Max(quorum, minimumBurial) ? head - (ulong)Math.Max(quorum, minimumBurial) : null;
    }
}
