using System.Buffers;
using System.Buffers.Binary;

namespace PoaSidechain.Primitives.Rlp;

/// <summary>Writes RLP into one growing pooled buffer, in one pass: a list's header is put in front when the list ends.</summary>
/// <remarks>Thread: one at a time. Dispose gives the buffer back. Reserving one byte for a list's header is right for most lists; longer ones are moved up once.</remarks>
public sealed class RlpWriter : IDisposable
{
    private byte[] _buffer;
    private int _length;

    /// <summary>A writer with room for <paramref name="sizeHint"/> bytes before it has to grow.</summary>
    public RlpWriter(int sizeHint = 512)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 64));
        _length = 0;
    }

    /// <summary>What was written so far; valid until the next write or dispose.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Starts a list; hand the answer to <see cref="EndList"/>.</summary>
    public int BeginList()
    {
        Reserve(1)[0] = 0xc0;
        return _length;
    }

    /// <summary>Ends the list started at <paramref name="start"/>.</summary>
    public void EndList(int start)
    {
        var payload = _length - start;
        if (payload < 56)
        {
            _buffer[start - 1] = (byte)(0xc0 + payload);
            return;
        }

        var lengthOfLength = BytesOf((ulong)payload);
        Reserve(lengthOfLength);
        _buffer.AsSpan(start, payload).CopyTo(_buffer.AsSpan(start + lengthOfLength));
        _buffer[start - 1] = (byte)(0xf7 + lengthOfLength);
        WriteTail((ulong)payload, _buffer.AsSpan(start, lengthOfLength));
    }

    /// <summary>Writes a string.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 1 && bytes[0] < 0x80)
        {
            Reserve(1)[0] = bytes[0];
            return;
        }

        if (bytes.Length < 56)
        {
            Reserve(1)[0] = (byte)(0x80 + bytes.Length);
        }
        else
        {
            var lengthOfLength = BytesOf((ulong)bytes.Length);
            var header = Reserve(1 + lengthOfLength);
            header[0] = (byte)(0xb7 + lengthOfLength);
            WriteTail((ulong)bytes.Length, header[1..]);
        }

        bytes.CopyTo(Reserve(bytes.Length));
    }

    /// <summary>Writes a number without leading zeros.</summary>
    public void Write(ulong value)
    {
        if (value < 0x80)
        {
            Reserve(1)[0] = value == 0 ? (byte)0x80 : (byte)value;
            return;
        }

        var length = BytesOf(value);
        var target = Reserve(1 + length);
        target[0] = (byte)(0x80 + length);
        WriteTail(value, target[1..]);
    }

    /// <summary>Writes a number without leading zeros.</summary>
    public void Write(in UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[32];
        value.WriteBigEndian(bytes);
        Write(bytes[(32 - value.ByteLength)..]);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(in Hash256 hash)
    {
        var target = Reserve(1 + Hash256.Size);
        target[0] = 0x80 + Hash256.Size;
        hash.CopyTo(target[1..]);
    }

    /// <summary>Writes 20 bytes.</summary>
    public void Write(in Address address)
    {
        var target = Reserve(1 + Address.Size);
        target[0] = 0x80 + Address.Size;
        address.CopyTo(target[1..]);
    }

    /// <summary>Writes 20 bytes, or the empty string for null (contract creation).</summary>
    public void Write(Address? address)
    {
        if (address is { } value)
        {
            Write(value);
        }
        else
        {
            Write([]);
        }
    }

    /// <summary>Writes UTF-8 text as a string.</summary>
    public void WriteText(string text) => Write(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Copies bytes that are RLP already (or a type byte in front of it).</summary>
    public void WriteRaw(ReadOnlySpan<byte> encoded) => encoded.CopyTo(Reserve(encoded.Length));

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Span<byte> Reserve(int count)
    {
        var start = _length;
        if (_buffer.Length - start < count)
        {
            Grow(count);
        }

        _length += count;
        return _buffer.AsSpan(start, count);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static int BytesOf(ulong value) => 8 - (System.Numerics.BitOperations.LeadingZeroCount(value) / 8);

    private static void WriteTail(ulong value, Span<byte> target)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        bytes[(8 - target.Length)..].CopyTo(target);
    }
}
