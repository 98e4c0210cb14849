using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Clique;

/// <summary>The stored form of a <see cref="Snapshot"/>.</summary>
/// <remarks>
/// RLP: [ [signer, …], [[number, signer], …], [[signer, number, account, add], …], [[account, add, votes], …] ], then the first eight bytes of its
/// Keccak-256: a flipped bit must not become another signer. Number and hash of the block are in the key's header.
/// </remarks>
internal static class SnapshotCodec
{
    private const int ChecksumLength = 8;

    public static byte[] Encode(Snapshot snapshot)
    {
        using var writer = new RlpWriter();
        var all = writer.BeginList();
        var list = writer.BeginList();
        foreach (var signer in snapshot.Signers)
        {
            writer.Write(signer);
        }

        writer.EndList(list);
        list = writer.BeginList();
        foreach (var recent in snapshot.Recents)
        {
            var item = writer.BeginList();
            writer.Write(recent.BlockNumber);
            writer.Write(recent.Signer);
            writer.EndList(item);
        }

        writer.EndList(list);
        list = writer.BeginList();
        foreach (var vote in snapshot.Votes)
        {
            var item = writer.BeginList();
            writer.Write(vote.Signer);
            writer.Write(vote.BlockNumber);
            writer.Write(vote.Account);
            writer.Write(vote.Add ? 1UL : 0UL);
            writer.EndList(item);
        }

        writer.EndList(list);
        list = writer.BeginList();
        foreach (var tally in snapshot.Tallies)
        {
            var item = writer.BeginList();
            writer.Write(tally.Account);
            writer.Write(tally.Add ? 1UL : 0UL);
            writer.Write((ulong)tally.Votes);
            writer.EndList(item);
        }

        writer.EndList(list);
        writer.EndList(all);
        return [.. writer.Written, .. Keccak256.Hash(writer.Written).Bytes[..ChecksumLength]];
    }

    /// <summary>The snapshot, or null when the bytes are damaged: it is then computed again from the headers.</summary>
    public static Snapshot? TryDecode(ReadOnlySpan<byte> stored, BlockHeader header)
    {
        if (stored.Length < ChecksumLength
            || !Keccak256.Hash(stored[..^ChecksumLength]).Bytes[..ChecksumLength].SequenceEqual(stored[^ChecksumLength..]))
        {
            return null;
        }

        try
        {
            var reader = new RlpReader(stored[..^ChecksumLength]);
            var all = reader.ReadList();
            reader.ExpectEnd();
            var snapshot = new Snapshot(
                header.Number,
                header.Hash,
                ReadItems(all.ReadList(), static (ref RlpReader r) => r.ReadAddress()),
                ReadItems(all.ReadList(), static (ref RlpReader r) => ReadRecent(r.ReadList())),
                ReadItems(all.ReadList(), static (ref RlpReader r) => ReadVote(r.ReadList())),
                ReadItems(all.ReadList(), static (ref RlpReader r) => ReadTally(r.ReadList())));
            all.ExpectEnd();
            return snapshot;
        }
        catch (RlpException)
        {
            return null;
        }
    }

    private delegate T ItemReader<T>(ref RlpReader reader);

    private static T[] ReadItems<T>(RlpReader list, ItemReader<T> read)
    {
        var items = new T[list.CountItems()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(ref list);
        }

        return items;
    }

    private static RecentSeal ReadRecent(RlpReader item) => new(item.ReadUInt64(), item.ReadAddress());

    private static Vote ReadVote(RlpReader item) => new(item.ReadAddress(), item.ReadUInt64(), item.ReadAddress(), item.ReadBool());

    private static Tally ReadTally(RlpReader item) => new(item.ReadAddress(), item.ReadBool(), (int)item.ReadUInt32());
}
