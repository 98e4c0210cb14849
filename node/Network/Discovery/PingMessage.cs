using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Discovery;

/// <summary>[version, from, to, expiration, record number]: asks whether a node is there.</summary>
/// <param name="From">Who asks; only its TCP port is believed.</param>
/// <param name="To">Who is asked, as the sender sees it.</param>
/// <param name="ExpiresAt">Unix time in seconds.</param>
/// <param name="RecordSequence">Number of the sender's node record (EIP-868); null from a node that has none.</param>
internal sealed record PingMessage(DiscoveryEndpoint From, DiscoveryEndpoint To, ulong ExpiresAt, ulong? RecordSequence)
    : DiscoveryMessage(DiscoveryMessageType.Ping)
{
    private const ulong Version = 4;

    public override ulong? Expiration => ExpiresAt;

    public override void Encode(RlpWriter writer)
    {
        var list = writer.BeginList();
        writer.Write(Version);
        From.Encode(writer);
        To.Encode(writer);
        writer.Write(ExpiresAt);
        if (RecordSequence is { } sequence)
        {
            writer.Write(sequence);
        }

        writer.EndList(list);
    }

    /// <summary>Reads the items; another version and further items are no fault (EIP-8).</summary>
    public static PingMessage Decode(ref RlpReader list)
    {
        list.Skip();
        return new PingMessage(
            DiscoveryEndpoint.Decode(ref list), DiscoveryEndpoint.Decode(ref list), list.ReadUInt64(), list.IsAtEnd ? null : list.ReadUInt64());
    }
}
