using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Eth;

/// <summary>Payloads of the eth protocol (devp2p caps/eth.md). Reading throws RlpException or <see cref="WireException"/>, both a peer's fault.</summary>
/// <remarks>
/// This part: Status and the envelope of requests, [request id, content], in which every question and answer stands from eth/66 on.
/// </remarks>
internal static partial class EthCodec
{
    public static byte[] EncodeStatus(EthStatus status)
    {
        using var writer = new RlpWriter(128);
        var list = writer.BeginList();
        writer.Write((ulong)status.Version);
        writer.Write(status.NetworkId);
        writer.Write(status.TotalDifficulty);
        writer.Write(status.HeadHash);
        writer.Write(status.GenesisHash);
        status.ForkId.Encode(writer);
        writer.EndList(list);
        return writer.ToArray();
    }

    public static EthStatus DecodeStatus(ReadOnlySpan<byte> payload)
    {
        var list = ReadWhole(payload);
        var version = list.ReadUInt32();
        var networkId = list.ReadUInt64();
        var totalDifficulty = ReadTotalDifficulty(ref list);
        var head = list.ReadHash();
        var genesis = list.ReadHash();
        var status = new EthStatus(
            (int)Math.Min(version, int.MaxValue),
            networkId,
            totalDifficulty,
            head,
            genesis,
            ForkId.Decode(ref list));
        list.ExpectEnd();
        return status;
    }

    /// <summary>[request id, content], the content written by the caller.</summary>
    public static byte[] EncodeRequest<TContent>(ulong requestId, TContent content, Action<RlpWriter, TContent> write)
    {
        using var writer = new RlpWriter(512);
        var list = writer.BeginList();
        writer.Write(requestId);
        write(writer, content);
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>Reads the request id; the content is what is left in the reader.</summary>
    public static ulong DecodeRequestId(ReadOnlySpan<byte> payload, out RlpReader content)
    {
        content = ReadWhole(payload);
        return content.ReadUInt64();
    }

    /// <summary>Writes a list of hashes.</summary>
    public static void WriteHashes(RlpWriter writer, IReadOnlyList<Hash256> hashes)
    {
        var list = writer.BeginList();
        foreach (var hash in hashes)
        {
            writer.Write(hash);
        }

        writer.EndList(list);
    }

    /// <summary>Reads the first hashes of a list, as many as one would answer; what is behind them is not looked at, as in geth.</summary>
    public static Hash256[] ReadFirstHashes(ref RlpReader reader, int max)
    {
        var list = reader.ReadList();
        var hashes = new Hash256[Math.Min(max, list.Remaining / (Hash256.Size + 1))];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = list.ReadHash();
        }

        return hashes;
    }

    private static RlpReader ReadWhole(ReadOnlySpan<byte> payload)
    {
        var reader = new RlpReader(payload);
        var list = reader.ReadList();
        reader.ExpectEnd();
        return list;
    }

    private static UInt256 ReadTotalDifficulty(ref RlpReader reader)
    {
        var value = reader.ReadUInt256();
        return value.BitLength <= EthLimits.MaxTotalDifficultyBits
            ? value
            : throw new WireException(PeerFault.AbsurdValue, $"a total difficulty of {value.BitLength} bits");
    }

    private static void CheckCount(int count, int max, string what)
    {
        if (count > max)
        {
            throw new WireException(PeerFault.TooManyItems, $"{count} {what} where {max} are allowed");
        }
    }
}
