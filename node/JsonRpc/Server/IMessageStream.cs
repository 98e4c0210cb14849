namespace PoaSidechain.JsonRpc.Server;

/// <summary>Messages in both directions over one connection: WebSocket frames, or JSON values one after another on a Unix socket.</summary>
/// <remarks>Thread: one that receives and one that sends.</remarks>
internal interface IMessageStream : IAsyncDisposable
{
    /// <summary>The next message, which the caller disposes; null when the client has closed.</summary>
    ValueTask<PooledBuffer?> ReceiveAsync(CancellationToken cancellation);

    /// <summary>Sends a message.</summary>
    ValueTask SendAsync(PooledBuffer message, CancellationToken cancellation);
}
