namespace PoaSidechain.JsonRpc.Server;

/// <summary>Messages as JSON values one after another on a byte stream: the form of geth's IPC. Each answer ends with a line break.</summary>
internal sealed class JsonMessageStream(Stream stream, int maxBytes) : IMessageStream
{
    private const int ReadSize = 4096;

    private readonly PooledBuffer _unread = new(sizeHint: ReadSize);
    private JsonSplitter _splitter;
    private int _scanned;

    /// <inheritdoc/>
    public async ValueTask<PooledBuffer?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake(out var message))
            {
                return message;
            }

            if (_unread.Length > maxBytes)
            {
                throw new BufferLimitException();
            }

            var count = await stream.ReadAsync(_unread.GetMemory(ReadSize), cancellation);
            if (count == 0)
            {
                return TakeRest();
            }

            _unread.Advance(count);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(PooledBuffer message, CancellationToken cancellation)
    {
        message.Limit = int.MaxValue;
        message.Write("\n"u8);
        await stream.WriteAsync(message.Written, cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _unread.Dispose();
        return stream.DisposeAsync();
    }

    private bool TryTake(out PooledBuffer? message)
    {
        message = null;
        var found = _splitter.TryFindEnd(_unread.Written.Span[_scanned..], out var length);
        _scanned += length;
        if (!found)
        {
            return false;
        }

        message = Take(_scanned);
        return true;
    }

    /// <summary>What was sent before the client closed, if it is more than blanks.</summary>
    private PooledBuffer? TakeRest() =>
        _unread.Written.Span.ContainsAnyExcept(" \t\r\n"u8) ? Take(_unread.Length) : null;

    private PooledBuffer Take(int length)
    {
        var all = _unread.Written.Span;
        var message = new PooledBuffer(sizeHint: length);
        message.Write(all[..length]);
        var rest = all[length..];
        _unread.Truncate(0);
        _unread.Write(rest); // moves it to the front: the same array, further down
        _scanned = 0;
        return message;
    }
}
