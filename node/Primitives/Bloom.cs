using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives;

/// <summary>The 2048-bit log filter of a header or receipt (Yellow Paper section 4.3.1): three bits per address or topic.</summary>
/// <remarks>Immutable once published; <see cref="Add(ReadOnlySpan{byte})"/> is for the builder of a receipt only.</remarks>
public sealed class Bloom : IEquatable<Bloom>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 256;

    private readonly byte[] _bits;

    /// <summary>An empty filter.</summary>
    public Bloom() => _bits = new byte[Size];

    /// <summary>Copies exactly 256 bytes.</summary>
    public Bloom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A bloom has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _bits = bytes.ToArray();
    }

    /// <summary>The shared empty filter; never add to it.</summary>
    public static Bloom Empty { get; } = new();

    /// <summary>The 256 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bits;

    /// <summary>The filter over the addresses and topics of some logs.</summary>
    public static Bloom Of(ReadOnlySpan<Log> logs)
    {
        if (logs.IsEmpty)
        {
            return Empty;
        }

        var bloom = new Bloom();
        foreach (var log in logs)
        {
            bloom.Add(log.Address.Bytes);
            foreach (ref readonly var topic in log.Topics.Span)
            {
                bloom.Add(topic.Bytes);
            }
        }

        return bloom;
    }

    /// <summary>Sets the three bits of an address or topic.</summary>
    public void Add(ReadOnlySpan<byte> item)
    {
        var hash = Keccak256.Hash(item);
        for (var pair = 0; pair < 6; pair += 2)
        {
            var (index, mask) = Bit(hash.Bytes, pair);
            _bits[index] |= mask;
        }
    }

    /// <summary>Sets every bit that <paramref name="other"/> has.</summary>
    public void Add(Bloom other)
    {
        for (var i = 0; i < Size; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    /// <summary>False: the item was surely not added. True: it may have been.</summary>
    public bool MayContain(ReadOnlySpan<byte> item)
    {
        var hash = Keccak256.Hash(item);
        for (var pair = 0; pair < 6; pair += 2)
        {
            var (index, mask) = Bit(hash.Bytes, pair);
            if ((_bits[index] & mask) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Bloom? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Bloom);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var code = default(HashCode);
        code.AddBytes(_bits);
        return code.ToHashCode();
    }

    /// <summary>Lower-case hex with 0x.</summary>
    public override string ToString() => Hex.Encode(_bits);

    private static (int Index, byte Mask) Bit(ReadOnlySpan<byte> hash, int pair)
    {
        var bit = ((hash[pair] << 8) | hash[pair + 1]) & 2047;
        return (Size - 1 - (bit >> 3), (byte)(1 << (bit & 7)));
    }
}
