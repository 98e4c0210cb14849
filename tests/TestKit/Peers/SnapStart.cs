using PoaSidechain.Network.Sync.Joining;
using PoaSidechain.Storage;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>What a <see cref="ChainNode"/> that joins by a downloaded state starts with; used twice, it is one node that was stopped in between.</summary>
internal sealed class SnapStart
{
    /// <summary>The node's database.</summary>
    public IKeyValueStore Database { get; init; } = new MemoryStore();

    /// <summary>That of the chain that is being downloaded.</summary>
    public IKeyValueStore Draft { get; init; } = new MemoryStore();

    /// <summary>Short distances, so that short chains do.</summary>
    public SnapJoinOptions Options { get; init; } = new()
    {
        PivotDistance = 16,
        MaxPivotAge = 32,
        FollowInterval = TimeSpan.FromMilliseconds(50),
    };

    /// <summary>True once the draft is of no use any more.</summary>
    public bool IsDeleted { get; set; }
}
