using System.Buffers;

namespace PoaSidechain.State.Trie;

/// <summary>
/// Changes to one trie, sorted by key, each key once. Buffers come from the pool and are used for one trie after another.
/// </summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class TrieChangeList : IDisposable
{
    private byte[] _nibbles = ArrayPool<byte>.Shared.Rent(1024);
    private byte[] _values = ArrayPool<byte>.Shared.Rent(1024);
    private Item[] _items = ArrayPool<Item>.Shared.Rent(16);
    private int _nibblesUsed;
    private int _valuesUsed;

    /// <summary>Number of changes.</summary>
    public int Count { get; private set; }

    /// <summary>Nibbles of the longest key.</summary>
    public int MaxKeyLength { get; private set; }

    /// <summary>Appends a value for a key above all before; an empty value removes the key.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (Count == _items.Length)
        {
            Grow(ref _items, Count, Count + 1);
        }

        var length = key.Length * 2;
        if (_nibbles.Length - _nibblesUsed < length)
        {
            Grow(ref _nibbles, _nibblesUsed, _nibblesUsed + length);
        }

        if (_values.Length - _valuesUsed < value.Length)
        {
            Grow(ref _values, _valuesUsed, _valuesUsed + value.Length);
        }

        Nibbles.Expand(key, _nibbles.AsSpan(_nibblesUsed));
        if (Count > 0 && Key(Count - 1).SequenceCompareTo(_nibbles.AsSpan(_nibblesUsed, length)) >= 0)
        {
            throw new ArgumentException("Keys must ascend, each once.", nameof(key));
        }

        value.CopyTo(_values.AsSpan(_valuesUsed));
        _items[Count++] = new Item(_nibblesUsed, length, _valuesUsed, value.Length);
        _nibblesUsed += length;
        _valuesUsed += value.Length;
        MaxKeyLength = Math.Max(MaxKeyLength, length);
    }

    /// <summary>The nibbles of a key.</summary>
    public ReadOnlySpan<byte> Key(int index) => _nibbles.AsSpan(_items[index].Key, _items[index].KeyLength);

    /// <summary>The new value; empty when the key goes.</summary>
    public ReadOnlySpan<byte> Value(int index) => _values.AsSpan(_items[index].Value, _items[index].ValueLength);

    /// <summary>True when the key goes.</summary>
    public bool IsRemoval(int index) => _items[index].ValueLength == 0;

    /// <summary>
    /// First change from <paramref name="start"/> on whose key has another nibble than <paramref name="nibble"/> at a depth.
    /// </summary>
    public int EndOfGroup(int start, int end, int depth, int nibble)
    {
        while (start < end && _nibbles[_items[start].Key + depth] == nibble)
        {
            start++;
        }

        return start;
    }

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = MaxKeyLength = _nibblesUsed = _valuesUsed = 0;

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        Clear();
        Return(ref _nibbles);
        Return(ref _values);
        Return(ref _items);
    }

    private static void Grow<T>(ref T[] buffer, int used, int atLeast)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(buffer.Length * 2, atLeast));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(buffer);
        buffer = larger;
    }

    private static void Return<T>(ref T[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<T>.Shared.Return(buffer);
            buffer = [];
        }
    }

    private readonly record struct Item(int Key, int KeyLength, int Value, int ValueLength);
}
