using System.Diagnostics.CodeAnalysis;
using System.Text;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Discovery;

/// <content>Making and checking records; the identity scheme is <c>v4</c>: secp256k1 over Keccak-256 of [number, key, value, …].</content>
internal sealed partial class NodeRecord
{
    private const int SignatureBytes = 64;

    /// <summary>Makes a record of ourselves.</summary>
    /// <param name="key">The node's key.</param>
    /// <param name="sequence">A number above that of every record we made before.</param>
    /// <param name="endpoint">Where we can be reached; ports of 0 and an address that stands for all are left out.</param>
    /// <param name="forkId">Our chain's forks; null to say nothing.</param>
    public static NodeRecord Sign(PrivateKey key, ulong sequence, DiscoveryEndpoint endpoint, ForkId? forkId)
    {
        var compressed = new byte[33];
        Secp256k1.TryCompress(key.PublicKey.Span, compressed);
        var address = endpoint.Address.GetAddressBytes();
        var pairs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["id"] = Value(writer => writer.Write("v4"u8)),
            ["secp256k1"] = Value(writer => writer.Write(compressed)),
        };
        if (!AddressKinds.IsSpecial(endpoint.Address))
        {
            pairs[address.Length == 4 ? "ip" : "ip6"] = Value(writer => writer.Write(address));
        }

        if (endpoint.TcpPort > 0)
        {
            pairs["tcp"] = Value(writer => writer.Write((ulong)endpoint.TcpPort));
        }

        if (endpoint.UdpPort > 0)
        {
            pairs["udp"] = Value(writer => writer.Write((ulong)endpoint.UdpPort));
        }

        if (forkId is { } forks)
        {
            pairs["eth"] = Value(writer =>
            {
                var list = writer.BeginList();
                forks.Encode(writer);
                writer.EndList(list);
            });
        }

        var signature = key.Sign(HashOf(sequence, pairs)).ToArray().AsSpan(0, SignatureBytes);
        using var record = new RlpWriter(MaxBytes);
        var whole = record.BeginList();
        record.Write(signature);
        WriteContent(record, sequence, pairs);
        record.EndList(whole);
        return new NodeRecord(NodeId.Of(key), sequence, pairs, record.ToArray());
    }

    /// <summary>Reads and checks a record.</summary>
    public static DiscoveryFault TryDecode(ReadOnlySpan<byte> rlp, [NotNullWhen(true)] out NodeRecord? record)
    {
        record = null;
        if (rlp.Length > MaxBytes)
        {
            return DiscoveryFault.RecordTooLarge;
        }

        try
        {
            return Read(rlp, out record);
        }
        catch (RlpException)
        {
            return DiscoveryFault.RecordMalformed;
        }
    }

    private static DiscoveryFault Read(ReadOnlySpan<byte> rlp, out NodeRecord? record)
    {
        record = null;
        var reader = new RlpReader(rlp);
        var list = reader.ReadList();
        reader.ExpectEnd();
        var signature = list.ReadByteArray(SignatureBytes);
        var sequence = list.ReadUInt64();
        var pairs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        string? previous = null;
        while (!list.IsAtEnd)
        {
            var key = Encoding.Latin1.GetString(list.ReadBytes()); // one character a byte, so that their order is the bytes' order
            if (previous is not null && string.CompareOrdinal(previous, key) >= 0)
            {
                return DiscoveryFault.RecordUnsorted;
            }

            pairs[key] = list.ReadRaw().ToArray();
            previous = key;
        }

        return Check(rlp, signature, sequence, pairs, out record);
    }

    private static DiscoveryFault Check(
        ReadOnlySpan<byte> rlp, byte[] signature, ulong sequence, SortedDictionary<string, byte[]> pairs, out NodeRecord? record)
    {
        record = null;
        if (!pairs.TryGetValue("id", out var scheme) || scheme is not [0x82, (byte)'v', (byte)'4'])
        {
            return DiscoveryFault.RecordUnknownScheme;
        }

        var publicKey = new byte[NodeId.Size];
        if (!pairs.TryGetValue("secp256k1", out var compressed) || compressed.Length != 34 || !Secp256k1.TryDecompress(compressed.AsSpan(1), publicKey))
        {
            return DiscoveryFault.RecordMalformed;
        }

        if (!Secp256k1.Verify(HashOf(sequence, pairs), signature, publicKey))
        {
            return DiscoveryFault.RecordInvalidSignature;
        }

        record = new NodeRecord(NodeId.FromPublicKey(publicKey), sequence, pairs, rlp.ToArray());
        return DiscoveryFault.None;
    }

    private static Hash256 HashOf(ulong sequence, SortedDictionary<string, byte[]> pairs)
    {
        using var writer = new RlpWriter(MaxBytes);
        var list = writer.BeginList();
        WriteContent(writer, sequence, pairs);
        writer.EndList(list);
        return Keccak256.Hash(writer.Written);
    }

    private static byte[] Value(Action<RlpWriter> write)
    {
        using var writer = new RlpWriter(64);
        write(writer);
        return writer.ToArray();
    }
}
