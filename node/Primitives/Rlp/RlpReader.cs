using System.Buffers.Binary;

namespace PoaSidechain.Primitives.Rlp;

/// <summary>Reads strict RLP: shortest lengths only, no leading zeros in numbers, nothing beyond the input.</summary>
/// <remarks>A forward cursor over one span. Nothing is allocated before the length that asks for it was checked against the input.</remarks>
public ref struct RlpReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>True when everything was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Number of bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>True when the next item is a list.</summary>
    public readonly bool IsNextList => Peek() >= 0xc0;

    /// <summary>True when the next item is the empty string (0x80).</summary>
    public readonly bool IsNextEmptyString => Peek() == 0x80;

    /// <summary>Enters the next item, which must be a list; the reader itself moves behind it.</summary>
    public RlpReader ReadList()
    {
        if (!IsNextList)
        {
            throw new RlpException("A list was expected, a string was found.");
        }

        return new RlpReader(TakePayload(out _));
    }

    /// <summary>The bytes of the next item, which must be a string.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        if (IsNextList)
        {
            throw new RlpException("A string was expected, a list was found.");
        }

        return TakePayload(out _);
    }

    /// <summary>The next item whole, header and payload.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        TakePayload(out var raw);
        return raw;
    }

    /// <summary>Steps over the next item.</summary>
    public void Skip() => TakePayload(out _);

    /// <summary>A copy of the bytes of the next item, at most <paramref name="maxLength"/> of them.</summary>
    public byte[] ReadByteArray(int maxLength = int.MaxValue)
    {
        var bytes = ReadBytes();
        return bytes.Length <= maxLength ? bytes.ToArray() : throw new RlpException($"A string of {bytes.Length} bytes, more than {maxLength}.");
    }

    /// <summary>Exactly 32 bytes.</summary>
    public Hash256 ReadHash() => new(ReadExact(Hash256.Size));

    /// <summary>Exactly 32 bytes, or null for the empty string.</summary>
    public Hash256? ReadHashOrNull() => IsNextEmptyString ? SkipToNull<Hash256>() : ReadHash();

    /// <summary>A list of 32-byte strings.</summary>
    public Hash256[] ReadHashes()
    {
        var list = ReadList();
        var hashes = new Hash256[list.Remaining / (Hash256.Size + 1)]; // from the length, so that a list of short items costs nothing
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = list.ReadHash();
        }

        list.ExpectEnd();
        return hashes;
    }

    /// <summary>Exactly 20 bytes.</summary>
    public Address ReadAddress() => new(ReadExact(Address.Size));

    /// <summary>Exactly 20 bytes, or null for the empty string (contract creation).</summary>
    public Address? ReadAddressOrNull() => IsNextEmptyString ? SkipToNull<Address>() : ReadAddress();

    /// <summary>Exactly as many bytes as said.</summary>
    public ReadOnlySpan<byte> ReadExact(int length)
    {
        var bytes = ReadBytes();
        return bytes.Length == length ? bytes : throw new RlpException($"A string of {length} bytes was expected, {bytes.Length} were found.");
    }

    /// <summary>A number below 2^64 without leading zeros.</summary>
    public ulong ReadUInt64()
    {
        var bytes = ReadNumber(8);
        ulong value = 0;
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    /// <summary>A number below 2^32 without leading zeros.</summary>
    public uint ReadUInt32() => (uint)ReadUInt64Below(uint.MaxValue);

    /// <summary>A number below 2^256 without leading zeros.</summary>
    public UInt256 ReadUInt256() => UInt256.FromBigEndian(ReadNumber(32));

    /// <summary>0 or 1.</summary>
    public bool ReadBool() => ReadUInt64Below(1) == 1;

    /// <summary>Number of items left, each of which is checked for a whole header.</summary>
    public readonly int CountItems()
    {
        var copy = this;
        var count = 0;
        while (!copy.IsAtEnd)
        {
            copy.Skip();
            count++;
        }

        return count;
    }

    /// <summary>Refuses anything left over.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw new RlpException($"{_rest.Length} bytes too many.");
        }
    }

    private T? SkipToNull<T>()
        where T : struct
    {
        _rest = _rest[1..];
        return null;
    }

    private ulong ReadUInt64Below(ulong max)
    {
        var value = ReadUInt64();
        return value <= max ? value : throw new RlpException($"A number of at most {max} was expected, {value} was found.");
    }

    private ReadOnlySpan<byte> ReadNumber(int maxLength)
    {
        var bytes = ReadBytes();
        if (bytes.Length > maxLength)
        {
            throw new RlpException($"A number of at most {maxLength} bytes was expected, {bytes.Length} were found.");
        }

        if (bytes.Length > 0 && bytes[0] == 0)
        {
            throw new RlpException("A number has leading zeros.");
        }

        return bytes;
    }

    private readonly byte Peek() => _rest.IsEmpty ? throw new RlpException("The input ends where an item was expected.") : _rest[0];

    private ReadOnlySpan<byte> TakePayload(out ReadOnlySpan<byte> raw)
    {
        var first = Peek();
        int header;
        int length;
        if (first < 0x80)
        {
            (header, length) = (0, 1);
        }
        else if (first < 0xb8)
        {
            (header, length) = (1, first - 0x80);
        }
        else if (first < 0xc0)
        {
            (header, length) = LongLength(first - 0xb7);
        }
        else if (first < 0xf8)
        {
            (header, length) = (1, first - 0xc0);
        }
        else
        {
            (header, length) = LongLength(first - 0xf7);
        }

        if (length > _rest.Length - header)
        {
            throw new RlpException("An item is longer than its input.");
        }

        raw = _rest[..(header + length)];
        _rest = _rest[(header + length)..];
        var payload = raw[header..];
        if (first == 0x81 && payload[0] < 0x80)
        {
            throw new RlpException("A single byte below 0x80 is its own encoding.");
        }

        return payload;
    }

    private readonly (int Header, int Length) LongLength(int lengthOfLength)
    {
        if (_rest.Length <= lengthOfLength)
        {
            throw new RlpException("The input ends inside a length.");
        }

        var bytes = _rest.Slice(1, lengthOfLength);
        if (bytes[0] == 0)
        {
            throw new RlpException("A length has leading zeros.");
        }

        if (lengthOfLength > 4)
        {
            throw new RlpException("An item is longer than its input.");
        }

        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        bytes.CopyTo(padded[(8 - lengthOfLength)..]);
        var length = BinaryPrimitives.ReadInt64BigEndian(padded);
        if (length < 56)
        {
            throw new RlpException("A long form was used for a short item.");
        }

        return length <= int.MaxValue ? (1 + lengthOfLength, (int)length) : throw new RlpException("An item is longer than its input.");
    }
}
