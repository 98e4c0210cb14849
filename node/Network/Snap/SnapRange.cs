using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Snap;

/// <summary>Arithmetic of hashes as places in a trie.</summary>
internal static class SnapRange
{
    /// <summary>The last place.</summary>
    public static Hash256 Highest { get; } = new(Enumerable.Repeat((byte)0xff, Hash256.Size).ToArray());

    /// <summary>The place after one that is not the last.</summary>
    public static Hash256 After(in Hash256 hash) => (hash.ToUInt256() + UInt256.One).ToHash256();
}
