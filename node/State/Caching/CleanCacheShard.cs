using System.Buffers.Binary;

namespace PoaSidechain.State.Caching;

/// <summary>
/// One part of a <see cref="CleanCache"/>: entries one after another in a ring of bytes, found through a table of places.
/// </summary>
/// <remarks>
/// A new entry overwrites the oldest ones; a place that lies behind the ring's tail is known to be dead, so nothing is ever taken out of
/// the table. An entry that is found when it is about to be overwritten is written again at the front. No objects, nothing for the garbage
/// collector to walk. An entry is <c>keyLength(2) valueLength(2) key value</c>. Callers hold <see cref="Gate"/>.
/// </remarks>
internal sealed class CleanCacheShard
{
    private const int Header = 4;
    private const int Ways = 4;
    private const int BytesPerSlot = 64; // less than most entries take: the table is rarely the limit

    private const int FirstSize = 1 << 12;

    private readonly int _capacity;
    private byte[] _ring = [];
    private Slot[] _slots = [];
    private long _head;

    /// <summary>Look-ups that found their entry.</summary>
    public long Hits { get; private set; }

    /// <summary>Look-ups that did not.</summary>
    public long Misses { get; private set; }

    /// <summary>A shard of a size in bytes; memory is taken as it fills for the first time.</summary>
    public CleanCacheShard(int bytes)
    {
        _capacity = Math.Max(bytes, FirstSize);
        _head = _capacity; // so that place 0, an unused slot's, is behind the tail
    }

    /// <summary>Guards the shard.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Copies an entry out.</summary>
    public bool TryGet(ulong hash, ReadOnlySpan<byte> key, Span<byte> destination, out int length)
    {
        length = 0;
        if (_slots.Length == 0 || FindSlot(hash, key) is not (>= 0 and var index))
        {
            Misses++;
            return false;
        }

        Hits++;
        var entry = EntryAt(_slots[index].Place, out var keyLength);
        var value = entry[keyLength..];
        value.CopyTo(destination);
        length = value.Length;
        if (_head - _slots[index].Place > _capacity / 4L * 3)
        {
            var place = Append(key, destination[..length]);
            _slots[SlotToReplace(hash)] = new Slot(place, TagOf(hash));
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

        var place = Append(key, value);
        _slots[SlotToReplace(hash)] = new Slot(place, TagOf(hash));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _ring = [];
        _slots = [];
        _head = _capacity;
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

    /// <summary>
    /// The slot of the same tag, else the oldest. All of the same tag are emptied without a look at their keys: none may come back as an
    /// old value of this key, and losing another key's now and then is cheaper than looking.
    /// </summary>
    private int SlotToReplace(ulong hash)
    {
        var first = FirstSlot(hash);
        var tag = TagOf(hash);
        var oldest = first;
        for (var i = first; i < first + Ways; i++)
        {
            if (_slots[i].Tag == tag)
            {
                _slots[i] = default;
            }

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
            if (_ring.Length < _capacity)
            {
                Grow(_capacity); // the last time that entries lie in order
            }

            _head += _capacity - offset; // entries do not wrap
            offset = 0;
        }

        if (offset + length > _ring.Length)
        {
            Grow(offset + length);
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

    /// <summary>
    /// Doubles ring and table. The ring has not come round yet, so its entries lie from its start to the head, each key's newest last.
    /// </summary>
    private void Grow(int atLeast)
    {
        Array.Resize(ref _ring, (int)Math.Min(_capacity, Math.Max((uint)atLeast, Math.Max(FirstSize, 2u * (uint)_ring.Length))));
        _slots = new Slot[Math.Max(1, _ring.Length / BytesPerSlot / Ways) * Ways];
        for (long place = _capacity; place < _head;)
        {
            var entry = EntryAt(place, out var keyLength);
            var hash = ByteHash.Of(entry[..keyLength]);
            _slots[SlotToReplace(hash)] = new Slot(place, TagOf(hash));
            place += Header + entry.Length;
        }
    }

    private ReadOnlySpan<byte> EntryAt(long place, out int keyLength)
    {
        var start = _ring.AsSpan((int)(place % _capacity));
        keyLength = BinaryPrimitives.ReadUInt16LittleEndian(start);
        return start.Slice(Header, keyLength + BinaryPrimitives.ReadUInt16LittleEndian(start[2..]));
    }

    /// <summary>True when the ring has not come round to the entry yet.</summary>
    private bool IsAlive(long place) => _head - place < _capacity;

    private int FirstSlot(ulong hash) => (int)((hash >> 8) % (ulong)(_slots.Length / Ways)) * Ways;

    private static uint TagOf(ulong hash) => (uint)(hash >> 32) | 1;

    private readonly record struct Slot(long Place, uint Tag);
}
