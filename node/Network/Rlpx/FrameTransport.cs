using System.Buffers;
using System.Net.Sockets;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Messages over a stream after the handshake: frames, compression, and a time limit for each frame.</summary>
/// <remarks>Thread: one reader and one writer at a time. Disposing closes the stream.</remarks>
internal sealed class FrameTransport(Stream stream, SessionSecrets secrets, NodeId remoteId, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longest wait for a whole frame, idle time included; pings every 15 s keep a healthy session below it.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for writing a frame.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A frame's buffer grows with what has arrived, in steps of this size at first: a claimed length alone costs nothing.</summary>
    private const int FirstReadBytes = 64 * 1024;

    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private const int MaxIdBytes = 9;

    private readonly FrameCodec _codec = new(secrets);
    private readonly CancellationTokenSource _readTimer = new(Timeout.InfiniteTimeSpan, time);
    private readonly CancellationTokenSource _writeTimer = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>The key with which the other side did the handshake.</summary>
    public NodeId RemoteId => remoteId;

    /// <summary>Set once both Hellos are through, if both sides speak version 5.</summary>
    public bool UseSnappy { get; set; }

    /// <summary>Largest payload taken, decompressed; only that of the base protocol until Hello is through.</summary>
    public int MaxPayloadBytes { get; set; } = BaseMessage.MaxBytes;

    /// <summary>True when a write was cut off in the middle of a frame: nothing more can be said on this line.</summary>
    public bool IsWriteBroken { get; private set; }

    public async Task<WireMessage> ReadAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), _readTimer);
        _readTimer.CancelAfter(ReadTimeout);
        try
        {
            return await ReadFrameAsync(_readTimer.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WireException(PeerFault.ReadTimeout, $"no whole frame for {ReadTimeout.TotalSeconds} s");
        }
        finally
        {
            _readTimer.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Sends one message; returns how many bytes went over the line.</summary>
    public async Task<int> WriteAsync(int id, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), _writeTimer);
        _writeTimer.CancelAfter(WriteTimeout);
        var frame = ArrayPool<byte>.Shared.Rent(FrameCodec.FrameBytes(MaxIdBytes + SnappyCodec.MaxCompressedBytes(payload.Length)));
        IsWriteBroken = true;
        try
        {
            var length = FillFrame(frame, id, payload.Span);
            await stream.WriteAsync(frame.AsMemory(0, length), _writeTimer.Token);
            IsWriteBroken = false;
            return length;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WireException(PeerFault.WriteTimeout, $"a frame could not be written in {WriteTimeout.TotalSeconds} s");
        }
        finally
        {
            _writeTimer.CancelAfter(Timeout.InfiniteTimeSpan);
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Sends a last message and waits a moment for the other side to close, so that it is read before the line is cut.</summary>
    public async Task SayGoodbyeAsync(ReadOnlyMemory<byte> disconnect)
    {
        if (IsWriteBroken)
        {
            return;
        }

        using var limit = new CancellationTokenSource(GoodbyeTimeout, time);
        try
        {
            await WriteAsync(BaseMessage.Disconnect, disconnect, limit.Token);
            (stream as NetworkStream)?.Socket.Shutdown(SocketShutdown.Send);
            var scratch = new byte[4096];
            while (await stream.ReadAsync(scratch, limit.Token) > 0)
            {
                // What was still on its way is not read any more.
            }
        }
        catch (Exception e) when (SessionEnd.TryFrom(e, out _))
        {
            // The line is gone already; that is what was wanted.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _codec.Dispose();
        _readTimer.Dispose();
        _writeTimer.Dispose();
    }

    private int FillFrame(Span<byte> frame, int id, ReadOnlySpan<byte> payload)
    {
        var body = frame[FrameCodec.HeadBytes..];
        using var idWriter = new RlpWriter(MaxIdBytes);
        idWriter.Write((ulong)id);
        idWriter.Written.CopyTo(body);
        var content = UseSnappy ? SnappyCodec.Compress(payload) : payload;
        content.CopyTo(body[idWriter.Written.Length..]);
        var bodyBytes = idWriter.Written.Length + content.Length;
        var length = FrameCodec.FrameBytes(bodyBytes);
        _codec.Encode(frame[..length], bodyBytes);
        return length;
    }

    private async Task<WireMessage> ReadFrameAsync(CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstReadBytes);
        try
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, FrameCodec.HeadBytes), cancellation);
            var bodyBytes = _codec.DecodeHead(buffer.AsSpan(0, FrameCodec.HeadBytes));
            var maxBodyBytes = MaxIdBytes + (UseSnappy ? SnappyCodec.MaxCompressedBytes(MaxPayloadBytes) : MaxPayloadBytes);
            if (bodyBytes > maxBodyBytes || bodyBytes == 0)
            {
                throw new WireException(PeerFault.MessageTooLarge, $"a frame of {bodyBytes} bytes where 1 to {maxBodyBytes} are allowed");
            }

            var tailBytes = FrameCodec.TailBytes(bodyBytes);
            for (var have = 0; have < tailBytes;)
            {
                if (have == buffer.Length)
                {
                    buffer = Grow(buffer, tailBytes);
                }

                var count = Math.Min(tailBytes, buffer.Length) - have;
                await stream.ReadExactlyAsync(buffer.AsMemory(have, count), cancellation);
                have += count;
            }

            _codec.DecodeTail(buffer.AsSpan(0, tailBytes));
            return DecodeBody(buffer.AsSpan(0, bodyBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 4, needed));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private WireMessage DecodeBody(ReadOnlySpan<byte> body)
    {
        var reader = new RlpReader(body);
        var id = reader.ReadUInt64();
        var content = body[^reader.Remaining..];
        if (!UseSnappy)
        {
            return new WireMessage(id, content.ToArray());
        }

        var maxBytes = id < SharedCapability.FirstOffset ? BaseMessage.MaxBytes : MaxPayloadBytes;
        var fault = SnappyCodec.TryDecompress(content, maxBytes, out var payload);
        if (fault == PeerFault.None)
        {
            return new WireMessage(id, payload);
        }

        // ethereumjs sends Disconnect without compression; it is the last word anyway.
        return id == BaseMessage.Disconnect
            ? new WireMessage(id, content.ToArray())
            : throw new WireException(fault, $"the payload of message {id}");
    }
}
