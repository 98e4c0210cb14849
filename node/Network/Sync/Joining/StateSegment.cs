using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>A part of the space of account hashes that is still to come.</summary>
internal sealed class StateSegment(Hash256 next, Hash256 last)
{
    /// <summary>The first hash that is not there yet.</summary>
    public Hash256 Next { get; set; } = next;

    /// <summary>The last one.</summary>
    public Hash256 Last { get; } = last;

    /// <summary>True when all of it is there.</summary>
    public bool IsDone { get; set; }

    /// <summary>True while somebody works on it.</summary>
    public bool IsTaken { get; set; }
}
