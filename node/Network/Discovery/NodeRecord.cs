using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Discovery;

/// <summary>A node's signed record of itself (EIP-778): [signature, number, key, value, …], the keys in order.</summary>
/// <remarks>Thread: any; immutable. An instance has a good signature: there is no other way to get one.</remarks>
internal sealed partial class NodeRecord
{
    /// <summary>Largest record in RLP.</summary>
    public const int MaxBytes = 300;

    private const string Prefix = "enr:";

    private readonly SortedDictionary<string, byte[]> _pairs; // values in RLP

    private NodeRecord(NodeId id, ulong sequence, SortedDictionary<string, byte[]> pairs, byte[] rlp)
    {
        Id = id;
        Sequence = sequence;
        _pairs = pairs;
        Rlp = rlp;
    }

    /// <summary>The node that signed it.</summary>
    public NodeId Id { get; }

    /// <summary>Grows with each change.</summary>
    public ulong Sequence { get; }

    /// <summary>The whole record.</summary>
    public ReadOnlyMemory<byte> Rlp { get; }

    /// <summary>The address: <c>ip</c>, or else <c>ip6</c>.</summary>
    public IPAddress? Address => ReadAddress("ip", 4) ?? ReadAddress("ip6", 16);

    /// <summary>Port of RLPx.</summary>
    public int? TcpPort => ReadPort("tcp");

    /// <summary>Port of discovery.</summary>
    public int? UdpPort => ReadPort("udp");

    /// <summary>The fork id of the <c>eth</c> entry, [[hash, next], …] (devp2p enr-entries/eth.md); null for a node without, or with one that is none.</summary>
    public ForkId? ForkId
    {
        get
        {
            if (!_pairs.TryGetValue("eth", out var value))
            {
                return null;
            }

            try
            {
                var entry = new RlpReader(value).ReadList();
                return Primitives.Specs.ForkId.Decode(ref entry);
            }
            catch (RlpException)
            {
                return null; // not ours to judge: Status will say
            }
        }
    }

    /// <summary>The text form: <c>enr:</c> and URL-safe base64 without padding.</summary>
    public override string ToString() => Prefix + Base64Url.EncodeToString(Rlp.Span);

    /// <summary>Reads the text form.</summary>
    public static DiscoveryFault TryParse(string text, [NotNullWhen(true)] out NodeRecord? record)
    {
        record = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length), out var length))
        {
            return DiscoveryFault.RecordMalformed;
        }

        return length > MaxBytes ? DiscoveryFault.RecordTooLarge : TryDecode(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)), out record);
    }

    private IPAddress? ReadAddress(string key, int length) => ReadString(key) is { } bytes && bytes.Length == length ? new IPAddress(bytes) : null;

    private int? ReadPort(string key) => ReadString(key) switch
    {
        [var low] when low > 0 => low,
        [var high, var low] when high > 0 => (high << 8) | low,
        _ => null,
    };

    private byte[]? ReadString(string key)
    {
        if (!_pairs.TryGetValue(key, out var value))
        {
            return null;
        }

        var reader = new RlpReader(value);
        return reader.IsNextList ? null : reader.ReadByteArray();
    }

    private static void WriteContent(RlpWriter writer, ulong sequence, SortedDictionary<string, byte[]> pairs)
    {
        writer.Write(sequence);
        foreach (var (key, value) in pairs)
        {
            writer.Write(Encoding.Latin1.GetBytes(key));
            writer.WriteRaw(value);
        }
    }
}
