using System.Net.WebSockets;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Console.Options;

namespace PoaSidechain.Console.Chains;

/// <summary>Makes the feed catch up whenever the node has a new head: by subscription, or by asking where no socket is named.</summary>
internal sealed partial class HeadFollower(ConsoleOptions options, ChainFeed feed, TimeProvider time, ILogger<HeadFollower> logger) : BackgroundService
{
    private const int LongestMessage = 1 << 20;

    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    // A subscription that says nothing for so long may be dead: the node is asked.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly ReadOnlyMemory<byte> Subscribe = """{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}"""u8.ToArray();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await (options.NodeSocket is { } socket ? SubscribeAsync(socket, stoppingToken) : AskAsync(stoppingToken));
            }
            catch (Exception e) when (e is WebSocketException or RpcException or RpcUnavailableException)
            {
                feed.Fail(e.Message);
                Log.Lost(logger, options.Node, e.Message);
                await Task.Delay(RetryInterval, time, stoppingToken);
            }
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await feed.CatchUpAsync(cancellationToken);
            await Task.Delay(AskInterval, time, cancellationToken);
        }
    }

    private async Task SubscribeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, cancellationToken);
        await socket.SendAsync(Subscribe, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        var buffer = new byte[4096];
        while (true)
        {
            await feed.CatchUpAsync(cancellationToken);
            using var silence = new CancellationTokenSource(Silence, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
            try
            {
                await ReceiveAsync(socket, buffer, either.Token);
            }
            catch (OperationCanceledException e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new WebSocketException("The subscription is silent.", e);
            }
        }
    }

    /// <summary>Waits for one whole message. What it says is not used: the node is asked for its head.</summary>
    private static async Task ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close || length > LongestMessage)
            {
                throw new WebSocketException("The node ended the subscription.");
            }

            if (part.EndOfMessage)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Warning, "The node {Node} does not answer: {Reason}")]
        public static partial void Lost(ILogger logger, Uri node, string reason);
    }
}
