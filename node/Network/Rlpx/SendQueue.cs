using System.Threading.Channels;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Messages that wait to be written to one peer, bounded in bytes.</summary>
/// <remarks>
/// Gossip is dropped when the queue is full; answers wait, and with them the loop that reads the peer's requests: whoever asks without reading the
/// answers is not heard until he does. Thread: any may add, one takes.
/// </remarks>
internal sealed class SendQueue : IDisposable
{
    /// <summary>Most bytes that wait. More than an honest peer has in flight, so that two of them never wait for each other.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Counted for each message, so that many small ones are bounded too.</summary>
    private const int BytesPerMessage = 256;

    private readonly Channel<(int Id, ReadOnlyMemory<byte> Payload)> _messages =
        Channel.CreateUnbounded<(int, ReadOnlyMemory<byte>)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly SemaphoreSlim _room = new(0);
    private readonly Lock _bytesLock = new();
    private long _bytes;
    private int _waiting;
    private bool _isClosed;

    /// <summary>Adds a message unless the queue is full.</summary>
    public bool TryAdd(int id, ReadOnlyMemory<byte> payload) => TryAdd(id, payload, wait: false);

    /// <summary>Adds a message as soon as there is room.</summary>
    public async ValueTask AddAsync(int id, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        while (!TryAdd(id, payload, wait: true))
        {
            await _room.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes the next message; call <see cref="Release"/> when it was written.</summary>
    public ValueTask<(int Id, ReadOnlyMemory<byte> Payload)> TakeAsync(CancellationToken cancellation) =>
        _messages.Reader.ReadAsync(cancellation);

    /// <summary>Takes the next message if there is one.</summary>
    public bool TryTake(out (int Id, ReadOnlyMemory<byte> Payload) message) => _messages.Reader.TryRead(out message);

    /// <summary>Gives the room of a written message back.</summary>
    public void Release(ReadOnlyMemory<byte> payload)
    {
        lock (_bytesLock)
        {
            _bytes -= payload.Length + BytesPerMessage;
            if (_bytes < MaxBytes && _waiting > 0)
            {
                _room.Release(_waiting);
                _waiting = 0;
            }
        }
    }

    /// <summary>Ends all waits: nothing is written any more.</summary>
    public void Close()
    {
        lock (_bytesLock)
        {
            _isClosed = true;
            if (_waiting > 0)
            {
                _room.Release(_waiting);
                _waiting = 0;
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private bool TryAdd(int id, ReadOnlyMemory<byte> payload, bool wait)
    {
        lock (_bytesLock)
        {
            if (_isClosed)
            {
                return wait; // nobody may wait any more; what is added goes nowhere
            }

            if (_bytes >= MaxBytes)
            {
                _waiting += wait ? 1 : 0;
                return false;
            }

            _bytes += payload.Length + BytesPerMessage;
        }

        return _messages.Writer.TryWrite((id, payload));
    }
}
