using System.Buffers;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Bytes of a message that grow up to a limit, in memory that is used again.</summary>
/// <remarks>What was written can be taken back by <see cref="Truncate"/>: an answer that fails half-way becomes an error. Thread: one at a time.</remarks>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int StartSize = 2048;

    private byte[] _bytes;

    public PooledBuffer(int limit = int.MaxValue, int sizeHint = StartSize)
    {
        Limit = limit;
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(sizeHint, limit));
    }

    /// <summary>Most bytes; growing past it throws <see cref="BufferLimitException"/>.</summary>
    public int Limit { get; set; }

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Truncate(int length) => Length = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int sizeHint)
    {
        if (Length > Limit)
        {
            throw new BufferLimitException();
        }

        var wanted = Length + (long)Math.Max(sizeHint, 1);
        if (wanted <= _bytes.Length)
        {
            return;
        }

        // The limit is on what is written, not on what a writer asks for in advance, so a little more may be reserved.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(wanted, 2L * _bytes.Length), Array.MaxLength));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
