using System.Buffers.Binary;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Storage;

namespace PoaSidechain.Checkpointer.Journal;

/// <summary>What must outlive a kill: written, and on the disk, before the step it announces is taken.</summary>
/// <remarks>Thread: the loop only. Keys: <see cref="JournalKeys"/>.</remarks>
internal sealed class CheckpointerJournal(IKeyValueStore store)
{
    /// <summary>Takes possession of an empty journal, or checks that it belongs to this bridge; throws when it is another's.</summary>
    public void Claim(BridgeIdentity identity)
    {
        var mine = identity.DomainSeparator.ToArray();
        var present = store.Get(JournalKeys.Identity);
        if (present is null)
        {
            Put(JournalKeys.Identity, mine);
        }
        else if (!present.AsSpan().SequenceEqual(mine))
        {
            throw new InvalidOperationException(
                "The journal in DataDirectory belongs to another bridge. Each bridge needs a directory of its own; never reuse or empty one.");
        }
    }

    public byte[]? Get(ReadOnlySpan<byte> key) => store.Get(key);

    /// <summary>Sets a key; returns when the disk has it.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        using var batch = store.CreateBatch();
        batch.Put(key, value);
        store.Write(batch, durable: true);
    }

    /// <summary>Makes several changes at once, null removes; returns when the disk has them.</summary>
    public void Write(IEnumerable<(byte[] Key, byte[]? Value)> changes)
    {
        using var batch = store.CreateBatch();
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                batch.Delete(key);
            }
            else
            {
                batch.Put(key, value);
            }
        }

        store.Write(batch, durable: true);
    }

    /// <summary>The entries whose keys begin with a prefix, in order.</summary>
    public IReadOnlyList<(byte[] Key, byte[] Value)> Scan(byte[] prefix)
    {
        var entries = new List<(byte[], byte[])>();
        using var cursor = store.Seek(prefix);
        for (; cursor.IsValid && cursor.Key.StartsWith(prefix); cursor.MoveNext())
        {
            entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        }

        return entries;
    }

    public ulong? GetNumber(ReadOnlySpan<byte> key) => store.Get(key) is { } value ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;

    public Hash256? GetHash(ReadOnlySpan<byte> key) => store.Get(key) is { } value ? new Hash256(value) : null;
}
