using System.Net;
using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Network.Discovery;

/// <summary>Speaks discv4: judges what comes and answers it. The questions are in the other part.</summary>
/// <remarks>Thread: <see cref="Receive"/> one at a time; everything else any.</remarks>
internal sealed partial class DiscoveryProtocol(
    PrivateKey key, NodeTable table, OwnRecord own, NetworkRestriction restriction, BackgroundTasks tasks, DiscoveryServices services)
{
    /// <summary>How long our packets may be used; geth's figure.</summary>
    private const ulong ExpirationSeconds = 20;

    /// <summary>Questions remembered so that each is answered once; they expire long before so many can come.</summary>
    private const int MaxQuestions = 8192;

    private readonly NodeId _self = NodeId.Of(key);
    private readonly EndpointProofs _proofs = new(services.Time);
    private readonly PendingReplies _replies = new(services.Time);
    private readonly KnownHashes _questions = new(MaxQuestions);
    private readonly SenderLimit _limit = new(services.Time);

    /// <summary>A packet was refused.</summary>
    public event Action<IPEndPoint, DiscoveryFault>? Refused;

    /// <summary>Sends a packet.</summary>
    public required Action<ReadOnlyMemory<byte>, IPEndPoint> Output { get; init; }

    /// <summary>Takes a packet; says why it was refused.</summary>
    public DiscoveryFault Receive(ReadOnlySpan<byte> bytes, IPEndPoint from)
    {
        var fault = Judge(bytes, from, out var packet);
        if (fault == DiscoveryFault.None)
        {
            services.Metrics.DiscoveryPacket(packet!.Message.Type, inbound: true);
            fault = Handle(packet, from);
        }

        if (fault != DiscoveryFault.None)
        {
            services.Metrics.DiscoveryRefused(fault);
            Log.Refused(services.Logger, from, fault.Text());
            Refused?.Invoke(from, fault);
        }

        return fault;
    }

    private DiscoveryFault Judge(ReadOnlySpan<byte> bytes, IPEndPoint from, out DiscoveryPacket? packet)
    {
        packet = null;
        if (!restriction.Allows(from.Address))
        {
            return DiscoveryFault.RestrictedAddress;
        }

        if (!_limit.Allows(from, IsKnown))
        {
            return DiscoveryFault.TooManyPackets;
        }

        var fault = DiscoveryCodec.TryDecode(bytes, out packet);
        return fault != DiscoveryFault.None ? fault
            : packet!.Sender == _self ? DiscoveryFault.OwnKey
            : packet.Message.Expiration < (ulong)services.Time.GetUtcNow().ToUnixTimeSeconds() ? DiscoveryFault.Expired
            : DiscoveryFault.None;
    }

    private bool IsKnown(IPEndPoint from) => _proofs.IsProven(from) || _replies.IsAwaitedFrom(from.Address);

    private DiscoveryFault Handle(DiscoveryPacket packet, IPEndPoint from)
    {
        switch (packet.Message)
        {
            case PingMessage ping:
                HandlePing(packet, ping, from);
                return DiscoveryFault.None;
            case FindNodeMessage question:
                return CheckQuestion(packet, from) is var refusal && refusal != DiscoveryFault.None ? refusal : AnswerFindNode(question, from);
            case RecordRequestMessage:
                return CheckQuestion(packet, from) is var fault && fault != DiscoveryFault.None ? fault : AnswerRecordRequest(packet, from);
            default:
                return _replies.Match(packet.Sender, from, packet.Message) ? DiscoveryFault.None : DiscoveryFault.Unsolicited;
        }
    }

    /// <summary>A pong is no longer than its ping, so a ping is answered whoever sent it, within the limits for senders.</summary>
    private void HandlePing(DiscoveryPacket packet, PingMessage ping, IPEndPoint from)
    {
        var node = new DiscoveredNode(packet.Sender, from.Address, from.Port, ping.From.TcpPort);
        var to = new DiscoveryEndpoint(from.Address, from.Port, ping.From.TcpPort);
        Send(new PongMessage(to, packet.Hash, ExpiresAt(), own.Current.Sequence), from);
        _proofs.NotePing(packet.Sender, from);
        if (_proofs.IsProven(node.Id, from))
        {
            table.Add(node, services.Time.GetUtcNow());
        }
        else
        {
            tasks.Start("endpoint proof", token => PingAsync(node, token));
        }
    }

    private DiscoveryFault CheckQuestion(DiscoveryPacket packet, IPEndPoint from) =>
        !_proofs.IsProven(packet.Sender, from) ? DiscoveryFault.NoEndpointProof
        : !_questions.Add(packet.Hash) ? DiscoveryFault.Replayed
        : DiscoveryFault.None;

    private DiscoveryFault AnswerFindNode(FindNodeMessage question, IPEndPoint from)
    {
        var fit = table.Entries.Select(entry => entry.Node).Where(node => RelayRules.IsFitFor(from.Address, node.Address));
        var nodes = Distance.Nearest(fit, question.Target.ToHash(), Bucket.Size);
        do
        {
            Send(new NeighboursMessage([.. nodes.Take(NeighboursMessage.MaxNodes)], ExpiresAt()), from);
            nodes = [.. nodes.Skip(NeighboursMessage.MaxNodes)];
        }
        while (nodes.Length > 0); // one packet at least: an empty answer is an answer

        return DiscoveryFault.None;
    }

    private DiscoveryFault AnswerRecordRequest(DiscoveryPacket packet, IPEndPoint from)
    {
        Send(new RecordResponseMessage(packet.Hash, own.Current.Rlp), from);
        return DiscoveryFault.None;
    }

    private ulong ExpiresAt() => (ulong)services.Time.GetUtcNow().ToUnixTimeSeconds() + ExpirationSeconds;

    private void Send(DiscoveryMessage message, IPEndPoint to) => SendPacket(Encode(message, out _), message.Type, to);

    private byte[] Encode(DiscoveryMessage message, out Primitives.Hash256 hash) => DiscoveryCodec.Encode(key, message, out hash);

    private void SendPacket(byte[] packet, DiscoveryMessageType type, IPEndPoint to)
    {
        services.Metrics.DiscoveryPacket(type, inbound: false);
        Output(packet, to);
    }

    private static partial class Log
    {
        [LoggerMessage(6040, LogLevel.Trace, "Discovery packet from {Address} is refused: {Fault}")]
        public static partial void Refused(ILogger logger, IPEndPoint address, string fault);

        [LoggerMessage(6041, LogLevel.Trace, "Node record of {NodeId} is refused: {Fault}")]
        public static partial void RecordRefused(ILogger logger, NodeId nodeId, string fault);
    }
}
