using System.Buffers;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Node.Commands;

/// <summary>Reads RLP blocks one after another from a stream, holding one at a time.</summary>
internal sealed class BlockFileReader(Stream input) : IDisposable
{
    private const int MaxBlockBytes = 64 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
    private int _start;
    private int _end;

    /// <summary>True when the file has no further block.</summary>
    public bool IsAtEnd => !Fill(1);

    /// <summary>The next block, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The file is cut off, or holds something else.</exception>
    public Block? ReadNext()
    {
        if (!Fill(1))
        {
            return null;
        }

        var lengthOfLength = _buffer[_start] - 0xf7;
        if (lengthOfLength is < 1 or > 4 || !Fill(1 + lengthOfLength))
        {
            throw new InvalidDataException("The file holds something other than RLP blocks.");
        }

        long payload = 0;
        foreach (var b in _buffer.AsSpan(_start + 1, lengthOfLength))
        {
            payload = (payload << 8) | b;
        }

        var length = 1 + lengthOfLength + payload;
        if (length > MaxBlockBytes || !Fill((int)length))
        {
            throw new InvalidDataException("The file ends inside a block.");
        }

        var block = Block.Decode(_buffer.AsSpan(_start, (int)length));
        _start += (int)length;
        return block;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool Fill(int count)
    {
        while (_end - _start < count)
        {
            if (_buffer.Length - _start < count || _start > _buffer.Length / 2)
            {
                var target = count > _buffer.Length ? ArrayPool<byte>.Shared.Rent(count * 2) : _buffer;
                _buffer.AsSpan(_start, _end - _start).CopyTo(target);
                if (target != _buffer)
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                    _buffer = target;
                }

                _end -= _start;
                _start = 0;
            }

            var read = input.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
