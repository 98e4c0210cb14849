using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>An address and storage keys that a transaction names beforehand (EIP-2930).</summary>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">Slots of the account; duplicates are allowed and cost again.</param>
public sealed record AccessListEntry(Address Address, ReadOnlyMemory<UInt256> StorageKeys)
{
    internal static void EncodeList(RlpWriter writer, ReadOnlySpan<AccessListEntry> entries)
    {
        var list = writer.BeginList();
        foreach (var entry in entries)
        {
            var item = writer.BeginList();
            writer.Write(entry.Address);
            var keys = writer.BeginList();
            foreach (ref readonly var key in entry.StorageKeys.Span)
            {
                writer.Write(key.ToHash256());
            }

            writer.EndList(keys);
            writer.EndList(item);
        }

        writer.EndList(list);
    }

    internal static AccessListEntry[] DecodeList(ref RlpReader reader)
    {
        var list = reader.ReadList();
        var entries = new AccessListEntry[list.CountItems()];
        for (var i = 0; i < entries.Length; i++)
        {
            var item = list.ReadList();
            var address = item.ReadAddress();
            var keys = Array.ConvertAll(item.ReadHashes(), key => key.ToUInt256());
            item.ExpectEnd();
            entries[i] = new AccessListEntry(address, keys);
        }

        return entries;
    }
}
