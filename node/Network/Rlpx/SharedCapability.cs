namespace PoaSidechain.Network.Rlpx;

/// <summary>A protocol that both sides speak, and the message ids it got in this session.</summary>
/// <param name="Protocol">The protocol, in the highest version that both have.</param>
/// <param name="Offset">Its first message id on the line.</param>
internal sealed record SharedCapability(Protocol Protocol, int Offset)
{
    /// <summary>Ids below this belong to the base protocol.</summary>
    public const int FirstOffset = 0x10;

    /// <summary>The protocol's name.</summary>
    public string Name => Protocol.Capability.Name;

    /// <summary>The protocol's version.</summary>
    public int Version => Protocol.Capability.Version;

    /// <summary>True when a message id on the line belongs to this protocol.</summary>
    public bool Contains(ulong id) => id >= (ulong)Offset && id < (ulong)(Offset + Protocol.MessageNames.Count);

    /// <summary>
    /// The protocols in common, each in its highest common version, their ids one after another in the order of their names:
    /// both sides come to the same numbers without a word.
    /// </summary>
    /// <param name="own">What this node speaks.</param>
    /// <param name="remote">What the other side's Hello says.</param>
    public static IReadOnlyList<SharedCapability> Match(IReadOnlyList<Protocol> own, IReadOnlyList<Capability> remote)
    {
        var best = own
            .Where(protocol => remote.Contains(protocol.Capability))
            .GroupBy(protocol => protocol.Capability.Name, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(protocol => protocol.Capability.Version)!)
            .OrderBy(protocol => protocol.Capability.Name, StringComparer.Ordinal);

        var shared = new List<SharedCapability>();
        var offset = FirstOffset;
        foreach (var protocol in best)
        {
            shared.Add(new SharedCapability(protocol, offset));
            offset += protocol.MessageNames.Count;
        }

        return shared;
    }
}
