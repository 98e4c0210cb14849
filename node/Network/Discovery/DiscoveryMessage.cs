using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>What a discovery packet says.</summary>
/// <param name="Type">The packet's type.</param>
internal abstract record DiscoveryMessage(DiscoveryMessageType Type)
{
    /// <summary>Unix time in seconds after which the packet is not used any more; null for the one type that has none.</summary>
    public virtual ulong? Expiration => null;

    /// <summary>Writes the packet's data, one RLP list.</summary>
    public abstract void Encode(RlpWriter writer);
}
