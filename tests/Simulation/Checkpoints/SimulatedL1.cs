using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Tests.Simulation.Checkpoints;

/// <summary>L1's Anchor: takes the next checkpoint with a quorum of different signers, and nothing else.</summary>
internal sealed class SimulatedL1(BridgeIdentity identity, SignerSet set)
{
    private readonly Dictionary<(ulong Index, uint Round), (Hash256 Digest, Checkpoint Checkpoint)> _certified = [];

    /// <summary>Accepted checkpoints, the first at 0.</summary>
    public List<(Hash256 Digest, Checkpoint Checkpoint)> Accepted { get; } = [];

    /// <summary>Digest that the next checkpoint names as its parent.</summary>
    public Hash256 HeadDigest => Accepted.Count == 0 ? identity.GenesisDigest : Accepted[^1].Digest;

    /// <summary>Last block of the accepted chain.</summary>
    public ulong LastBlock => Accepted.Count == 0 ? 0 : Accepted[^1].Checkpoint.LastBlock;

    /// <summary>Two quorums for one index and round: what the quorum of floor(2n/3)+1 and the signing record rule out.</summary>
    public string? Conflict { get; private set; }

    /// <summary>A signed checkpoint with all the signatures somebody has gathered.</summary>
    public bool Submit(Checkpoint checkpoint, in Hash256 digest, IReadOnlySet<Address> signers)
    {
        if (signers.Count(signer => set.Contains(signer)) < set.Quorum)
        {
            return false;
        }

        var key = (checkpoint.Index, checkpoint.Round);
        if (_certified.TryGetValue(key, out var other) && other.Digest != digest)
        {
            Conflict = $"index {checkpoint.Index} round {checkpoint.Round}: blocks {other.Checkpoint.LastBlock} {other.Checkpoint.LastBlockHash} and {checkpoint.LastBlock} {checkpoint.LastBlockHash}";
        }

        _certified[key] = (digest, checkpoint);
        if (checkpoint.ParentDigest != HeadDigest || checkpoint.Index != (ulong)Accepted.Count + 1)
        {
            return false;
        }

        Accepted.Add((digest, checkpoint));
        return true;
    }
}
