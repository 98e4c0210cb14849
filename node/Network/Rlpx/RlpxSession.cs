using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Peers;

namespace PoaSidechain.Network.Rlpx;

/// <summary>A session after both Hellos: routes messages to the negotiated protocols, answers pings, and ends with a reason.</summary>
/// <remarks>Thread: <see cref="RunAsync"/> once; everything else any.</remarks>
internal sealed partial class RlpxSession(
    FrameTransport transport, Hello remote, IReadOnlyList<SharedCapability> capabilities, SessionServices services)
    : IDisposable
{
    /// <summary>Time between two pings.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>A frame that is being written when the session ends is given so long, because nothing can be said after half of one.</summary>
    private static readonly TimeSpan LastFrameTime = TimeSpan.FromSeconds(1);

    private static readonly string[] BaseNames = ["hello", "disconnect", "ping", "pong"];
    private static readonly byte[] EmptyList = [0xc0];

    private readonly SendQueue _queue = new();
    private readonly CancellationTokenSource _loops = new();
    private readonly CancellationTokenSource _lastFrame = new(Timeout.InfiniteTimeSpan, services.Time);
    private SessionEnd? _end;

    /// <summary>The other side's Hello.</summary>
    public Hello Remote => remote;

    /// <summary>The protocols of this session.</summary>
    public IReadOnlyList<SharedCapability> Capabilities => capabilities;

    /// <summary>Exchanges Hellos.</summary>
    public static async Task<RlpxSession> OpenAsync(
        FrameTransport transport, Hello own, IReadOnlyList<Protocol> protocols, SessionServices services, CancellationToken cancellation)
    {
        await transport.WriteAsync(BaseMessage.Hello, own.Encode(), cancellation);
        var first = await transport.ReadAsync(cancellation);
        if (first.Id == BaseMessage.Disconnect)
        {
            throw new RemoteDisconnectException(DisconnectMessage.Decode(first.Payload.Span));
        }

        if (first.Id != BaseMessage.Hello)
        {
            throw new WireException(PeerFault.UnexpectedHello, $"message {first.Id} came instead of Hello");
        }

        var remote = Hello.Decode(first.Payload.Span);
        if (remote.NodeId != transport.RemoteId)
        {
            throw new WireException(PeerFault.IdentityMismatch, $"Hello names {remote.NodeId}");
        }

        var shared = SharedCapability.Match(protocols, remote.Capabilities);
        if (shared.Count == 0)
        {
            throw new WireException(PeerFault.NoCommonProtocol, $"the peer speaks {string.Join(", ", remote.Capabilities)}");
        }

        transport.UseSnappy = Math.Min(own.Version, remote.Version) >= 5;
        transport.MaxPayloadBytes = services.MaxPayloadBytes;
        return new RlpxSession(transport, remote, shared, services);
    }

    /// <summary>Sends gossip: false when the peer is too slow to take it, or gone.</summary>
    public bool TrySend(SharedCapability capability, int code, ReadOnlyMemory<byte> payload) =>
        _queue.TryAdd(capability.Offset + code, payload);

    /// <summary>Sends an answer or a request, waiting for room.</summary>
    public ValueTask SendAsync(SharedCapability capability, int code, ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        _queue.AddAsync(capability.Offset + code, payload, cancellation);

    /// <summary>Ends the session; the first end counts.</summary>
    public void End(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is null)
        {
            _lastFrame.CancelAfter(LastFrameTime);
            _loops.Cancel();
            _queue.Close();
        }
    }

    /// <summary>Runs the session until it ends, tells the other side why, and closes the line.</summary>
    /// <param name="handle">Takes each message of the protocols above, in order; the next is read when it is done.</param>
    /// <param name="cancellation">Ends the session because the node stops.</param>
    public async Task<SessionEnd> RunAsync(Func<SharedCapability, WireMessage, CancellationToken, ValueTask> handle, CancellationToken cancellation)
    {
        await using var registration = cancellation.UnsafeRegister(
            static session => ((RlpxSession)session!).End(new SessionEnd(DisconnectReason.ClientQuitting)), this);
        await Task.WhenAll(
            GuardAsync(token => ReadLoopAsync(handle, token)),
            GuardAsync(WriteLoopAsync),
            GuardAsync(PingLoopAsync));
        var end = _end!; // a loop only ends together with the session
        await CloseAsync(transport, end);
        return end;
    }

    /// <summary>To be called after <see cref="RunAsync"/>, or instead of it.</summary>
    public void Dispose()
    {
        _loops.Dispose();
        _lastFrame.Dispose();
        _queue.Dispose();
    }

    /// <summary>Says Disconnect, if that is still possible and called for, and closes the line.</summary>
    public static async Task CloseAsync(FrameTransport transport, SessionEnd end)
    {
        if (!end.ByRemote && end.Reason != DisconnectReason.NetworkError)
        {
            await transport.SayGoodbyeAsync(DisconnectMessage.Encode(end.Reason));
        }

        await transport.DisposeAsync();
    }

    /// <summary>Runs one of the session's loops; however it ends, the session ends.</summary>
    private async Task GuardAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_loops.Token);
        }
        catch (Exception e)
        {
            if (!SessionEnd.TryFrom(e, out var end))
            {
                Log.LoopFailed(services.Logger, e, remote.NodeId);
            }

            End(end);
        }
    }

    private async Task ReadLoopAsync(Func<SharedCapability, WireMessage, CancellationToken, ValueTask> handle, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await transport.ReadAsync(cancellation);
            if (message.Id < SharedCapability.FirstOffset)
            {
                HandleBase(message);
                continue;
            }

            var capability = Find(message.Id)
                ?? throw new WireException(PeerFault.UnknownMessage, $"message id {message.Id} belongs to no protocol of this session");
            services.Metrics.MessageRead(NameOf(capability, (int)message.Id), message.Payload.Length);
            await handle(capability, message with { Id = message.Id - (ulong)capability.Offset }, cancellation);
        }
    }

    private void HandleBase(WireMessage message)
    {
        if (message.Id < (ulong)BaseNames.Length)
        {
            services.Metrics.MessageRead(BaseNames[message.Id], message.Payload.Length);
        }

        switch (message.Id)
        {
            case BaseMessage.Hello:
                throw new WireException(PeerFault.UnexpectedHello, "a second Hello");
            case BaseMessage.Disconnect:
                throw new RemoteDisconnectException(DisconnectMessage.Decode(message.Payload.Span));
            case BaseMessage.Ping:
                _queue.TryAdd(BaseMessage.Pong, EmptyList);
                break;
            case BaseMessage.Pong:
                break; // that it came is enough: the read timer was reset
            default:
                break; // reserved ids of the base protocol: geth leaves them alone too
        }
    }

    private async Task WriteLoopAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await WriteAsync(await _queue.TakeAsync(cancellation));
            }
        }
        finally
        {
            // What was said before the end is still sent, our status above all: so both sides know why they do not fit.
            while (_queue.TryTake(out var message) && !transport.IsWriteBroken)
            {
                await WriteAsync(message);
            }
        }
    }

    private async Task WriteAsync((int Id, ReadOnlyMemory<byte> Payload) message)
    {
        var (id, payload) = message;
        await transport.WriteAsync(id, payload, _lastFrame.Token);
        _queue.Release(payload);
        var capability = Find((ulong)id);
        services.Metrics.MessageWritten(capability is null ? BaseNames[id] : NameOf(capability, id), payload.Length);
    }

    private async Task PingLoopAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(PingInterval, services.Time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            _queue.TryAdd(BaseMessage.Ping, EmptyList);
        }
    }

    private SharedCapability? Find(ulong id)
    {
        foreach (var capability in capabilities)
        {
            if (capability.Contains(id))
            {
                return capability;
            }
        }

        return null;
    }

    private static string NameOf(SharedCapability capability, int id) => capability.Protocol.MessageNames[id - capability.Offset];

    private static partial class Log
    {
        [LoggerMessage(6000, LogLevel.Error, "Session with {NodeId} failed by a fault of our own")]
        public static partial void LoopFailed(ILogger logger, Exception exception, NodeId nodeId);
    }
}
