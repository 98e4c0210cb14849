using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Caching;
using PoaSidechain.State.Trie;
using PoaSidechain.Storage;

namespace PoaSidechain.State;

/// <summary>The state of a block that was the committed head when this view was made: a snapshot of the database.</summary>
/// <remarks>While it is the newest, reads are served from the caches. The snapshot goes when nobody refers to the view any more.</remarks>
internal sealed class CommittedStateView(IKeyValueSnapshot snapshot, StateCaches caches, long version, in Hash256 root) : StateView
{
    /// <summary>Room for a branch with 16 hashes and no value, the longest node a state or storage trie has.</summary>
    private const int MaxNodeLength = 576;

    private readonly Hash256 _root = root;

    /// <summary>The database as it was.</summary>
    public IKeyValueSnapshot Snapshot => snapshot;

    public override Hash256 Root => _root;

    public override bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> value = stackalloc byte[AccountCodec.MaxLength];
        var length = Read(Schema.Account(key, addressHash), value);
        account = length > 0 ? AccountCodec.ReadFlat(value[..length]) : Account.Empty;
        return length > 0;
    }

    public override UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash)
    {
        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        Span<byte> value = stackalloc byte[AccountCodec.MaxSlotLength];
        var length = Read(Schema.Slot(key, addressHash, slotHash), value);
        return UInt256.FromBigEndian(value[..length]);
    }

    public override Code GetCode(in Hash256 codeHash)
    {
        if (codeHash == Keccak256.OfEmptyString)
        {
            return Code.Empty;
        }

        if (caches.Codes.TryGet(codeHash, out var code))
        {
            return code;
        }

        Span<byte> key = stackalloc byte[Schema.MaxKeyLength];
        var bytes = snapshot.Get(Schema.Code(key, codeHash)) ?? throw Damaged($"the code {codeHash} is missing");
        code = new Code(bytes, codeHash);
        caches.Codes.Set(codeHash, code);
        return code;
    }

    internal override ReadOnlySpan<byte> LoadNode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> hash, ByteArena scratch)
    {
        Span<byte> buffer = stackalloc byte[MaxNodeLength];
        var cache = caches.For(key);
        if (cache.TryGet(version, key, buffer, out var length))
        {
            return scratch.At(scratch.Add(buffer[..length]), length);
        }

        length = snapshot.Read(key, buffer);
        if (length is < 0 or > MaxNodeLength || !Keccak256.Hash(buffer[..length]).Bytes.SequenceEqual(hash))
        {
            throw Damaged($"the trie node {Convert.ToHexStringLower(key)} is {(length < 0 ? "missing" : "not the one its parent names")}");
        }

        cache.Add(version, key, buffer[..length]);
        return scratch.At(scratch.Add(buffer[..length]), length);
    }

    internal override void CollectSlots(in Hash256 addressHash, Dictionary<Hash256, UInt256> slots)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        var prefix = Schema.SlotsOf(buffer, addressHash);
        using var cursor = snapshot.Seek(prefix);
        for (; cursor.IsValid && cursor.Key.StartsWith(prefix); cursor.MoveNext())
        {
            slots[new Hash256(cursor.Key[prefix.Length..])] = UInt256.FromBigEndian(cursor.Value);
        }
    }

    internal override void DeleteStorageNodes(in Hash256 addressHash, IStateSink sink)
    {
        Span<byte> buffer = stackalloc byte[Schema.MaxKeyLength];
        var prefix = Schema.StorageNode(buffer, addressHash, default);
        using var cursor = snapshot.Seek(prefix);
        for (; cursor.IsValid && cursor.Key.StartsWith(prefix); cursor.MoveNext())
        {
            sink.Delete(cursor.Key);
        }
    }

    /// <summary>Reads a flat entry; 0 when there is none.</summary>
    private int Read(ReadOnlySpan<byte> key, Span<byte> value)
    {
        var cache = caches.For(key);
        if (cache.TryGet(version, key, value, out var length))
        {
            return length;
        }

        length = Math.Max(0, snapshot.Read(key, value));
        cache.Add(version, key, value[..length]);
        return length;
    }

    private static StorageException Damaged(string what) =>
        new(StorageError.Corrupt, $"The database is damaged: {what}. Restore a copy, or import the chain into a new folder.");
}
