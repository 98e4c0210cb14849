namespace PoaSidechain.Network.Rlpx;

/// <summary>A protocol above RLPx that a node speaks: eth/68.</summary>
/// <param name="Name">At most eight ASCII letters.</param>
/// <param name="Version">Its version.</param>
public sealed record Capability(string Name, int Version)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{Version}";
}
