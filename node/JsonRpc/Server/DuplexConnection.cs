using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>A connection on which both sides speak: reads calls, answers each when it is done, and sends notifications in between.</summary>
/// <remarks>
/// Quick calls are answered in order on the reading loop; heavy ones run beside it, so many at once. What waits to be sent is bounded: answers then
/// hold the reading up, and a subscriber that does not read is disconnected, for it would otherwise miss notifications without knowing.
/// </remarks>
internal sealed partial class DuplexConnection : RpcConnection, IDisposable
{
    private readonly IMessageStream _stream;
    private readonly RpcDispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly Channel<PooledBuffer> _outgoing;
    private readonly SemaphoreSlim _callSlots;
    private readonly int _slotCount;
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _isEnding;

    public DuplexConnection(IMessageStream stream, RpcDispatcher dispatcher, RpcLimits limits, ILogger logger)
    {
        _stream = stream;
        _dispatcher = dispatcher;
        _logger = logger;
        _outgoing = Channel.CreateBounded<PooledBuffer>(new BoundedChannelOptions(limits.MaxQueuedMessages) { SingleReader = true });
        _slotCount = limits.MaxCallsPerConnection;
        _callSlots = new SemaphoreSlim(_slotCount);
    }

    /// <inheritdoc/>
    public override bool SupportsNotifications => true;

    /// <inheritdoc/>
    public override void Send(PooledBuffer message)
    {
        if (_outgoing.Writer.TryWrite(message))
        {
            return;
        }

        message.Dispose();
        if (_isEnding)
        {
            return;
        }

        Log.TooSlow(_logger, Transport);
        Abort();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended in this instant anyway
        }
    }

    /// <summary>Serves the connection until either side ends it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var registration = stopping.Register(_closing.Cancel);
        var sending = SendAllAsync(_closing.Token);
        try
        {
            await ReceiveAllAsync(_closing.Token);
            await WaitForCallsAsync(_closing.Token);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            await _closing.CancelAsync();
        }
        finally
        {
            _isEnding = true;
            UnsubscribeAll();
            _outgoing.Writer.TryComplete();
            await sending;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Dispose();
        _callSlots.Dispose();
    }

    private async Task ReceiveAllAsync(CancellationToken closing)
    {
        while (await _stream.ReceiveAsync(closing) is { } message)
        {
            await _callSlots.WaitAsync(closing);
            var answering = AnswerAsync(message, closing);
            if (answering.IsCompleted && !await answering)
            {
                return; // not JSON: whatever follows would only be guessed at
            }
        }
    }

    /// <summary>Answers a message and frees its slot; false when it was no JSON.</summary>
    private async Task<bool> AnswerAsync(PooledBuffer message, CancellationToken closing)
    {
        using var _ = message;
        var answer = new RpcAnswer();
        try
        {
            var isJson = await _dispatcher.AnswerAsync(message.Written, this, answer, closing);
            if (answer.Json.Length == 0)
            {
                answer.Dispose();
            }
            else
            {
                await _outgoing.Writer.WriteAsync(answer.Json, closing);
            }

            answer.StartSubscriptions();
            return isJson;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            answer.Dispose();
            return false;
        }
        finally
        {
            _callSlots.Release();
        }
    }

    /// <summary>A client that has said all it wants to say still gets its answers.</summary>
    private async Task WaitForCallsAsync(CancellationToken closing)
    {
        for (var i = 0; i < _slotCount; i++)
        {
            await _callSlots.WaitAsync(closing);
        }
    }

    private async Task SendAllAsync(CancellationToken closing)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(closing))
            {
                using (message)
                {
                    await _stream.SendAsync(message, closing);
                }
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            await _closing.CancelAsync();
        }
        finally
        {
            while (_outgoing.Reader.TryRead(out var unsent))
            {
                unsent.Dispose();
            }
        }
    }

    private static bool IsGone(Exception fault) =>
        fault is OperationCanceledException or IOException or WebSocketException or BufferLimitException or ChannelClosedException or ObjectDisposedException;

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Warning, "A {Transport} client did not read its notifications fast enough and was disconnected")]
        public static partial void TooSlow(ILogger logger, string transport);
    }
}
