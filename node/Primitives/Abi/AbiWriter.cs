using System.Buffers.Binary;

namespace PoaSidechain.Primitives.Abi;

/// <summary>A growing buffer of zeroed words, of which heads are filled after they were reserved.</summary>
internal sealed class AbiWriter
{
    private byte[] _buffer = new byte[256];

    public int Length { get; private set; }

    /// <summary>Adds zero bytes; gives the place of the first.</summary>
    public int Reserve(int count)
    {
        var start = Length;
        Length = checked(start + count);
        if (Length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(Length, _buffer.Length * 2));
        }

        return start;
    }

    public Span<byte> Word(int at) => _buffer.AsSpan(at, AbiType.WordLength);

    public void WriteNumber(int at, int number) => BinaryPrimitives.WriteInt32BigEndian(Word(at)[28..], number);

    /// <summary>A length and the bytes, padded with zeros to whole words.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteNumber(Reserve(AbiType.WordLength), bytes.Length);
        var at = Reserve((bytes.Length + AbiType.WordLength - 1) / AbiType.WordLength * AbiType.WordLength);
        bytes.CopyTo(_buffer.AsSpan(at));
    }

    public byte[] ToArray() => _buffer.AsSpan(0, Length).ToArray();
}
