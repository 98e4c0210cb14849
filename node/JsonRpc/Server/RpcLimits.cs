namespace PoaSidechain.JsonRpc.Server;

/// <summary>What one client may ask of this server at once; the defaults are geth's where geth has some.</summary>
public sealed class RpcLimits
{
    /// <summary>Most bytes of a request's body or message.</summary>
    public int MaxRequestBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Most bytes of an answer, over HTTP and WebSocket; IPC has no limit (<c>--rpc.batch-response-max-size</c>).</summary>
    public int MaxResponseBytes { get; init; } = 25_000_000;

    /// <summary>Most requests in a batch (<c>--rpc.batch-request-limit</c>).</summary>
    public int MaxBatchItems { get; init; } = 1000;

    /// <summary>Longest time for a message, batches as a whole included.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most HTTP and WebSocket connections at once, for each listener.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Most IPC connections at once.</summary>
    public int MaxIpcConnections { get; init; } = 64;

    /// <summary>Calls of one WebSocket or IPC connection that may be under way at once; more wait unread.</summary>
    public int MaxCallsPerConnection { get; init; } = 32;

    /// <summary>Messages that may wait for a client to read them; a subscriber that lets more pile up is disconnected.</summary>
    public int MaxQueuedMessages { get; init; } = 4096;

    /// <summary>Subscriptions that one connection may have.</summary>
    public int MaxSubscriptionsPerConnection { get; init; } = 256;

    /// <summary>Calls that execute code or read many blocks, under way at once over all connections; more wait.</summary>
    public int MaxHeavyCalls { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);
}
