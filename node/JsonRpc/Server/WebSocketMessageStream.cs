using System.Net.WebSockets;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Messages over a WebSocket (RFC 6455): each is one text frame sequence; binary ones are taken too.</summary>
internal sealed class WebSocketMessageStream(WebSocket socket, int maxBytes) : IMessageStream
{
    private const int ReadSize = 4096;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<PooledBuffer?> ReceiveAsync(CancellationToken cancellation)
    {
        var message = new PooledBuffer(maxBytes, ReadSize);
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(message.GetMemory(ReadSize), cancellation);
                if (frame.MessageType == WebSocketMessageType.Close)
                {
                    message.Dispose();
                    return null;
                }

                message.Advance(frame.Count);
                if (message.Length > maxBytes)
                {
                    await CloseAsync(WebSocketCloseStatus.MessageTooBig, "message too big");
                    throw new BufferLimitException();
                }

                if (frame.EndOfMessage)
                {
                    return message;
                }
            }
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(PooledBuffer message, CancellationToken cancellation) =>
        socket.SendAsync(message.Written, WebSocketMessageType.Text, endOfMessage: true, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(WebSocketCloseStatus.NormalClosure, null);
        socket.Dispose();
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string? reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(CloseTimeout);
        try
        {
            await socket.CloseOutputAsync(status, reason, timeout.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // the client has gone without a word: nobody is left to tell
        }
    }
}
