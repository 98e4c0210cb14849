using System.Buffers.Binary;

namespace PoaSidechain.State.Caching;

/// <summary>One part of a <see cref="CleanCache"/>: entries one after another in a ring of bytes, found through a table of places.</summary>
/// <remarks>
/// A new entry overwrites the oldest ones; a place that lies behind the ring's tail is known to be dead, so nothing is ever taken out of the table.
/// An entry that is found when it is about to be overwritten is written again at the front. No objects, nothing for the garbage collector to walk.
/// An entry is <c>keyLength(2) valueLength(2) key value</c>. Callers hold <see cref="Gate"/>.
/// </remarks>
internal sealed class CleanCacheShard
{
    private const int Header = 4;
    private const int Ways = 4;
    private const int BytesPerSlot = 64; // less than most entries take: the table is rarely the limit

    private readonly int _capacity;
    private readonly int _buckets;
    private byte[] _ring = [];
    private Slot[] _slots = [];
    private long _head;

    /// <summary>A shard of a size in bytes; memory is taken with the first entry.</summary>
    public CleanCacheShard(int bytes)
    {
        _capacity = Math.Max(bytes, 1 << 10);
        _buckets = Math.Max(1, _capacity / BytesPerSlot / Ways);
    }

    /// <summary>Guards the shard.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Copies an entry out.</summary>
    public bool TryGet(ulong hash, ReadOnlySpan<byte> key, Span<byte> destination, out int length)
    {
        length = 0;
        if (_slots.Length == 0 || FindSlot(hash, key) is not (>= 0 and var index))
        {
            return false;
        }

        var entry = EntryAt(_slots[index].Place, out var keyLength);
        var value = entry[keyLength..];
        value.CopyTo(destination);
        length = value.Length;
        if (_head - _slots[index].Place > _capacity / 4L * 3)
        {
            _slots[index] = new Slot(Append(key, destination[..length]), TagOf(hash));
        }

        return true;
    }

    /// <summary>Sets an entry.</summary>
    public void Put(ulong hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (Header + key.Length + value.Length > _capacity)
        {
            throw new ArgumentException("The entry is larger than the cache.", nameof(value));
        }

        if (_slots.Length == 0)
        {
            _ring = GC.AllocateUninitializedArray<byte>(_capacity);
            _slots = new Slot[_buckets * Ways];
            _head = _capacity; // so that place 0, an unused slot's, is behind the tail
        }

        var index = FindSlot(hash, key);
        if (index < 0)
        {
            index = OldestSlot(hash);
        }

        _slots[index] = new Slot(Append(key, value), TagOf(hash));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _ring = [];
        _slots = [];
    }

    private int FindSlot(ulong hash, ReadOnlySpan<byte> key)
    {
        var first = FirstSlot(hash);
        var tag = TagOf(hash);
        for (var i = first; i < first + Ways; i++)
        {
            if (_slots[i].Tag == tag && IsAlive(_slots[i].Place) && EntryAt(_slots[i].Place, out var length)[..length].SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    private int OldestSlot(ulong hash)
    {
        var first = FirstSlot(hash);
        var oldest = first;
        for (var i = first + 1; i < first + Ways; i++)
        {
            if (_slots[i].Place < _slots[oldest].Place)
            {
                oldest = i;
            }
        }

        return oldest;
    }

    private long Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var length = Header + key.Length + value.Length;
        var offset = (int)(_head % _capacity);
        if (_capacity - offset < length)
        {
            _head += _capacity - offset; // entries do not wrap
            offset = 0;
        }

        var target = _ring.AsSpan(offset, length);
        var place = _head;
        _head += length;
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)key.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)value.Length);
        key.CopyTo(target[Header..]);
        value.CopyTo(target[(Header + key.Length)..]);
        return place;
    }

    private ReadOnlySpan<byte> EntryAt(long place, out int keyLength)
    {
        var start = _ring.AsSpan((int)(place % _capacity));
        keyLength = BinaryPrimitives.ReadUInt16LittleEndian(start);
        return start.Slice(Header, keyLength + BinaryPrimitives.ReadUInt16LittleEndian(start[2..]));
    }

    /// <summary>True when the ring has not come round to the entry yet.</summary>
    private bool IsAlive(long place) => _head - place < _capacity;

    private int FirstSlot(ulong hash) => (int)((hash >> 8) % (ulong)_buckets) * Ways;

    private static uint TagOf(ulong hash) => (uint)(hash >> 32) | 1;

    private readonly record struct Slot(long Place, uint Tag);
}
