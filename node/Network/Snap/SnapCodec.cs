using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.State;
using PoaSidechain.State.Trie;

namespace PoaSidechain.Network.Snap;

/// <summary>Payloads of snap/1, without the envelope of the request id. Reading throws RlpException, a peer's fault.</summary>
internal static class SnapCodec
{
    public static void Write(RlpWriter writer, AccountRangeRequest request)
    {
        writer.Write(request.Root);
        writer.Write(request.First);
        writer.Write(request.Last);
        writer.Write(request.MaxBytes);
    }

    public static AccountRangeRequest ReadAccountRangeRequest(ref RlpReader content) =>
        new(content.ReadHash(), content.ReadHash(), content.ReadHash(), content.ReadUInt64());

    public static AccountRangeAnswer ReadAccountRange(ref RlpReader content)
    {
        List<TrieLeaf> leaves = [];
        var accounts = content.ReadList();
        while (!accounts.IsAtEnd)
        {
            var pair = accounts.ReadList();
            var hash = pair.ReadHash();
            leaves.Add(new TrieLeaf(hash, AccountLeaf.Encode(AccountLeaf.ReadSlim(ref pair))));
            pair.ExpectEnd();
        }

        return new AccountRangeAnswer([.. leaves], ReadBytes(ref content));
    }

    public static void Write(RlpWriter writer, StorageRangesRequest request)
    {
        writer.Write(request.Root);
        var accounts = writer.BeginList();
        foreach (var account in request.Accounts)
        {
            writer.Write(account);
        }

        writer.EndList(accounts);
        writer.Write(request.First);
        writer.Write(request.Last);
        writer.Write(request.MaxBytes);
    }

    public static StorageRangesRequest ReadStorageRangesRequest(ref RlpReader content)
    {
        var root = content.ReadHash();
        var accounts = Eth.EthCodec.ReadFirstHashes(ref content, SnapLimits.MaxStorages);
        return new StorageRangesRequest(root, accounts, ReadEdge(ref content) ?? Hash256.Zero, ReadEdge(ref content) ?? SnapRange.Highest, content.ReadUInt64());
    }

    public static StorageRangesAnswer ReadStorageRanges(ref RlpReader content)
    {
        List<TrieLeaf[]> storages = [];
        var lists = content.ReadList();
        while (!lists.IsAtEnd)
        {
            var slots = lists.ReadList();
            List<TrieLeaf> leaves = [];
            while (!slots.IsAtEnd)
            {
                var pair = slots.ReadList();
                leaves.Add(new TrieLeaf(pair.ReadHash(), pair.ReadByteArray()));
                pair.ExpectEnd();
            }

            storages.Add([.. leaves]);
        }

        return new StorageRangesAnswer([.. storages], ReadBytes(ref content));
    }

    public static void Write(RlpWriter writer, CodesRequest request)
    {
        Eth.EthCodec.WriteHashes(writer, request.Hashes);
        writer.Write(request.MaxBytes);
    }

    public static CodesRequest ReadCodesRequest(ref RlpReader content) =>
        new(Eth.EthCodec.ReadFirstHashes(ref content, SnapLimits.MaxCodes), content.ReadUInt64());

    public static void Write(RlpWriter writer, TrieNodesRequest request)
    {
        writer.Write(request.Root);
        var sets = writer.BeginList();
        foreach (var set in request.PathSets)
        {
            WriteBytes(writer, set.Select(static path => (ReadOnlyMemory<byte>)path));
        }

        writer.EndList(sets);
        writer.Write(request.MaxBytes);
    }

    public static TrieNodesRequest ReadTrieNodesRequest(ref RlpReader content)
    {
        var root = content.ReadHash();
        List<byte[][]> sets = [];
        var list = content.ReadList();
        for (var paths = 0; !list.IsAtEnd && paths < SnapLimits.MaxTrieNodes; paths++)
        {
            List<byte[]> set = [];
            var items = list.ReadList();
            while (!items.IsAtEnd && set.Count <= SnapLimits.MaxTrieNodes)
            {
                set.Add(items.ReadByteArray());
            }

            sets.Add([.. set]);
        }

        return new TrieNodesRequest(root, sets, content.ReadUInt64());
    }

    /// <summary>A list of byte strings: proofs, codes, nodes.</summary>
    public static ReadOnlyMemory<byte>[] ReadBytes(ref RlpReader content)
    {
        List<ReadOnlyMemory<byte>> items = [];
        var list = content.ReadList();
        while (!list.IsAtEnd)
        {
            items.Add(list.ReadByteArray());
        }

        return [.. items];
    }

    public static void WriteBytes(RlpWriter writer, IEnumerable<ReadOnlyMemory<byte>> items)
    {
        var list = writer.BeginList();
        foreach (var item in items)
        {
            writer.Write(item.Span);
        }

        writer.EndList(list);
    }

    /// <summary>An edge of a range: nothing, or up to 32 bytes, which geth takes for the end of a hash.</summary>
    private static Hash256? ReadEdge(ref RlpReader content)
    {
        var bytes = content.ReadBytes();
        if (bytes.IsEmpty)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[Hash256.Size];
        hash.Clear();
        bytes = bytes[Math.Max(0, bytes.Length - Hash256.Size)..];
        bytes.CopyTo(hash[(Hash256.Size - bytes.Length)..]);
        return new Hash256(hash);
    }
}
