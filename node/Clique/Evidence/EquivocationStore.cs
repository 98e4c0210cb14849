using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.Clique.Evidence;

/// <summary>Evidence against signers, on disk: one pair for a signer and height, proof before suspicion.</summary>
/// <remarks>Bounded, so that a signer gone mad cannot fill the disk. Thread: any; writing by the importer's loop alone.</remarks>
public sealed class EquivocationStore(IKeyValueStore database)
{
    /// <summary>Most pairs kept.</summary>
    internal const int Capacity = 4096;

    private const int KeyLength = 1 + sizeof(ulong) + Address.Size;

    private int? _count;

    /// <summary>All evidence, by rising height.</summary>
    public IReadOnlyList<Equivocation> All
    {
        get
        {
            List<Equivocation> all = [];
            using var cursor = database.Seek([Schema.EquivocationPrefix]);
            for (; cursor.IsValid && cursor.Key[0] == Schema.EquivocationPrefix && cursor.Key.Length == KeyLength; cursor.MoveNext())
            {
                all.Add(Equivocation.Decode(cursor.Value, new Address(cursor.Key[^Address.Size..])));
            }

            return all;
        }
    }

    /// <summary>Evidence against a signer at a height.</summary>
    public Equivocation? Find(ulong number, in Address signer) =>
        database.Get(Schema.Equivocation(stackalloc byte[Schema.MaxKeyLength], number, signer)) is { } stored ? Equivocation.Decode(stored, signer) : null;

    /// <summary>Keeps evidence, unless as good or better is there for the signer and height, or the store is full. True when it is new.</summary>
    internal bool TryAdd(Equivocation equivocation)
    {
        var present = Find(equivocation.Number, equivocation.Signer);
        _count ??= All.Count;
        if (present?.Kind >= equivocation.Kind || (present is null && _count >= Capacity))
        {
            return false;
        }

        using var batch = database.CreateBatch();
        batch.Put(Schema.Equivocation(stackalloc byte[Schema.MaxKeyLength], equivocation.Number, equivocation.Signer), equivocation.Encode());
        database.Write(batch, durable: true);
        _count += present is null ? 1 : 0;
        return true;
    }
}
