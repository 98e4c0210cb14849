using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Network;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>A peer that dials a node, speaks real RLPx and eth, and answers as a test wants it to.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly RlpxSession _session;
    private readonly CancellationTokenSource _stop = new();
    private readonly EthServer _server;
    private readonly SnapServer? _states;
    private readonly Task<SessionEnd> _running;

    private ScriptedPeer(RlpxSession session, EthServer server, Func<int, ReadOnlyMemory<byte>, bool> isSilentOn, SnapServer? states)
    {
        _session = session;
        _states = states;
        _server = server;
        IsSilentOn = isSilentOn;
        _running = session.RunAsync(HandleAsync, _stop.Token);
    }

    public Changes Changes { get; } = new();

    /// <summary>Messages that came, by eth code, in order.</summary>
    public ConcurrentQueue<(int Code, ReadOnlyMemory<byte> Payload)> Received { get; } = new();

    /// <summary>True for requests that are not answered.</summary>
    public Func<int, ReadOnlyMemory<byte>, bool> IsSilentOn { get; set; }

    /// <summary>Awaited before an answer to a request of this code: holds it back, and what comes after it.</summary>
    public Func<int, Task> BeforeAnswer { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Answers a request otherwise than honestly; null for the honest answer.</summary>
    public Func<int, ReadOnlyMemory<byte>, (int Code, byte[] Payload)?>? Lie { get; set; }

    /// <summary>Called with each question about states, its code and the honest answer: answers otherwise, or null for silence.</summary>
    public Func<int, ReadOnlyMemory<byte>, byte[], byte[]?> SnapLie { get; set; } = static (_, _, honest) => honest;

    /// <summary>Questions about states that came, by snap code, in order.</summary>
    public ConcurrentQueue<int> SnapReceived { get; } = new();

    /// <summary>Awaited before a question about states is answered.</summary>
    public Func<int, Task> BeforeSnapAnswer { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called after each message that came.</summary>
    public Action OnReceived { get; set; } = static () => { };

    public NodeId Id { get; private init; }

    /// <summary>False once the session is over.</summary>
    public bool IsRunning => !_running.IsCompleted;

    public SharedCapability Eth => _session.Capabilities[0];

    /// <summary>Dials a node; its Status has to be sent by <see cref="SayStatus"/>.</summary>
    /// <param name="target">The node.</param>
    /// <param name="name">Names the key.</param>
    /// <param name="tree">What it answers from.</param>
    /// <param name="version">The only version of eth it speaks.</param>
    /// <param name="pool">The transactions that it answers from.</param>
    /// <param name="states">The states that it answers from; null to speak eth alone.</param>
    /// <param name="from">Its own address.</param>
    public static async Task<ScriptedPeer> DialAsync(
        Enode target, string name, IBlockTree tree, int version = 68, ITransactionPool? pool = null, SnapServer? states = null, IPAddress? from = null)
    {
        var key = TestKeys.Named(name);
        return await OpenAsync(await ConnectAsync(target, key, from), key, tree, version, pool, states);
    }

    /// <summary>Takes a connection of a node that dials.</summary>
    public static async Task<ScriptedPeer> AcceptAsync(TcpListener listener, string name, IBlockTree tree)
    {
        var key = TestKeys.Named(name);
        var stream = new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true);
        using var keys = HandshakeKeys.Generate(key);
        var (secrets, initiator) = await Handshake.AcceptAsync(stream, keys, CancellationToken.None);
        return await OpenAsync(new FrameTransport(stream, secrets, initiator, TimeProvider.System), key, tree, version: 68, pool: null);
    }

    private static async Task<ScriptedPeer> OpenAsync(FrameTransport transport, PrivateKey key, IBlockTree tree, int version, ITransactionPool? pool, SnapServer? states = null)
    {
        Protocol[] protocols =
            [.. EthProtocol.Supported.Where(protocol => protocol.Capability.Version == version), .. states is null ? [] : SnapProtocol.Supported];
        var hello = new Hello(BaseMessage.Version, "scripted", [.. protocols.Select(protocol => protocol.Capability)], 0, NodeId.Of(key));
        var session = await RlpxSession.OpenAsync(transport, hello, protocols, Services(), CancellationToken.None);
        return new ScriptedPeer(session, new EthServer(tree, pool ?? new InMemoryTransactionPool()), static (_, _) => false, states) { Id = NodeId.Of(key) };
    }

    /// <summary>The handshake alone: for tests that go wrong before Hello.</summary>
    public static async Task<FrameTransport> ConnectAsync(Enode target, PrivateKey key, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await socket.ConnectAsync(target.Host, target.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        using var keys = HandshakeKeys.Generate(key);
        var secrets = await Handshake.InitiateAsync(stream, keys, target.Id, CancellationToken.None);
        return new FrameTransport(stream, secrets, target.Id, TimeProvider.System);
    }

    public static SessionServices Services() =>
        new(TimeProvider.System, new NetworkMetrics(new TestMeters()), NullLogger.Instance, EthLimits.MaxMessageBytes);

    /// <summary>The status of an honest node with this chain.</summary>
    public static EthStatus StatusOf(IBlockTree tree, int version = 68, ChainSpec? spec = null) =>
        new ChainIdentity(tree, 1337, new ForkIdRules(spec ?? ChainMaker.Spec, tree.Genesis.Hash, tree.Genesis.Timestamp)).MakeStatus(version);

    public void SayStatus(EthStatus status) => Send(EthMessage.Status, EthCodec.EncodeStatus(status));

    /// <summary>Sends the chain's head whole, as whoever imported it does.</summary>
    public void SayNewHead(IBlockTree tree)
    {
        var head = tree.Head;
        Send(EthMessage.NewBlock, EthCodec.EncodeNewBlock(new Block(head, tree.FindBody(head.Hash)!), tree.HeadTotalDifficulty));
    }

    public void Send(int code, ReadOnlyMemory<byte> payload)
    {
        if (!_session.TrySend(Eth, code, payload))
        {
            throw new InvalidOperationException($"{EthMessage.Names[code]} could not be sent: the node does not read.");
        }
    }

    /// <summary>Answers a request that was held back.</summary>
    public void Answer(int code, ReadOnlyMemory<byte> payload)
    {
        var answer = _server.Answer(Eth.Version, code, payload.Span)!.Value;
        Send(answer.Code, answer.Payload);
    }

    /// <summary>How the node ended the session.</summary>
    public async Task<SessionEnd> EndAsync() => await _running.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits for a message and returns its payload.</summary>
    public async Task<ReadOnlyMemory<byte>> UntilReceivedAsync(int code, Func<ReadOnlyMemory<byte>, bool>? matches = null)
    {
        bool IsIt((int Code, ReadOnlyMemory<byte> Payload) message) => message.Code == code && matches?.Invoke(message.Payload) != false;
        await Changes.UntilAsync(() => Received.Any(IsIt), EthMessage.Names[code]);
        return Received.First(IsIt).Payload;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        _session.Dispose();
        _stop.Dispose();
    }

    /// <summary>Answers apart from the session's loop, so that an answer that is held back holds up nothing else.</summary>
    private async Task HandleSnapAsync(SharedCapability capability, WireMessage message, CancellationToken cancellation)
    {
        var code = (int)message.Id;
        SnapReceived.Enqueue(code);
        Changes.Notify();
        try
        {
            await BeforeSnapAnswer(code).WaitAsync(cancellation);
            if (_states!.Answer(code, message.Payload.Span) is { } honest && SnapLie(code, message.Payload, honest.Payload) is { } answer)
            {
                await _session.SendAsync(capability, honest.Code, answer, cancellation);
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The session is over.
        }
    }

    private async ValueTask HandleAsync(SharedCapability capability, WireMessage message, CancellationToken cancellation)
    {
        if (capability.Name == SnapProtocol.Name)
        {
            _ = HandleSnapAsync(capability, message, cancellation);
            return;
        }

        var code = (int)message.Id;
        Received.Enqueue((code, message.Payload));
        Changes.Notify();
        OnReceived();
        if (IsSilentOn(code, message.Payload))
        {
            return;
        }

        await BeforeAnswer(code).WaitAsync(cancellation);
        if ((Lie?.Invoke(code, message.Payload) ?? _server.Answer(Eth.Version, code, message.Payload.Span)) is { } answer)
        {
            await _session.SendAsync(Eth, answer.Code, answer.Payload, cancellation);
        }
    }
}
