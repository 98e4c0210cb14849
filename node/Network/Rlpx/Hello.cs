using System.Text;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>The first message of a session: who each side is and what it speaks.</summary>
/// <param name="Version">Version of the base protocol.</param>
/// <param name="ClientName">Free text: foreign, to be escaped before it is shown.</param>
/// <param name="Capabilities">Protocols spoken.</param>
/// <param name="ListenPort">Not used by anybody any more; 0 when unknown.</param>
/// <param name="NodeId">The key, the same as in the handshake.</param>
internal sealed record Hello(int Version, string ClientName, IReadOnlyList<Capability> Capabilities, int ListenPort, NodeId NodeId)
{
    private const int MaxCapabilities = 64;
    private const int MaxNameBytes = 256;

    public byte[] Encode()
    {
        using var writer = new RlpWriter(256);
        var list = writer.BeginList();
        writer.Write((ulong)Version);
        writer.WriteText(ClientName);
        var capabilities = writer.BeginList();
        foreach (var capability in Capabilities)
        {
            var item = writer.BeginList();
            writer.WriteText(capability.Name);
            writer.Write((ulong)capability.Version);
            writer.EndList(item);
        }

        writer.EndList(capabilities);
        writer.Write((ulong)ListenPort);
        writer.Write(NodeId.ToArray());
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>Reads a Hello; further items are left alone, as EIP-8 demands.</summary>
    public static Hello Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new RlpReader(payload);
        var list = reader.ReadList();
        var version = (int)Math.Min(list.ReadUInt64(), int.MaxValue);
        var name = ReadText(ref list);
        var capabilities = new List<Capability>();
        var items = list.ReadList();
        while (!items.IsAtEnd)
        {
            if (capabilities.Count == MaxCapabilities)
            {
                throw new WireException(PeerFault.TooManyItems, $"more than {MaxCapabilities} capabilities");
            }

            var item = items.ReadList();
            capabilities.Add(new Capability(ReadText(ref item), (int)Math.Min(item.ReadUInt64(), int.MaxValue)));
        }

        var port = (int)Math.Min(list.ReadUInt64(), ushort.MaxValue);
        return new Hello(version, name, capabilities, port, NodeId.FromPublicKey(list.ReadExact(NodeId.Size)));
    }

    /// <summary>Foreign text with everything but printable ASCII made visible, so that it can do no harm in logs and answers.</summary>
    private static string ReadText(ref RlpReader list)
    {
        var bytes = list.ReadBytes();
        var text = new StringBuilder();
        foreach (var b in bytes[..Math.Min(bytes.Length, MaxNameBytes)])
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '?');
        }

        return text.ToString();
    }
}
