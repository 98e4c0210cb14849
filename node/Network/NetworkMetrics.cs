using System.Diagnostics.Metrics;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network;

/// <summary>Counters of the network. Tags are bounded: message names, directions, reasons; never ids or addresses of peers.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class NetworkMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "PoaSidechain.Network";

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _peers;
    private readonly Histogram<int> _messageSize;
    private readonly Counter<int> _disconnects;
    private readonly Counter<int> _bans;
    private readonly Counter<int> _dials;
    private readonly Histogram<double> _requestDuration;
    private readonly Counter<int> _syncedBlocks;
    private readonly Counter<int> _announcedBlocks;
    private readonly Counter<int> _transactions;
    private readonly Counter<int> _discoveryPackets;
    private readonly Counter<int> _discoveryRefusals;
    private readonly UpDownCounter<int> _discoveryNodes;
    private readonly Histogram<double> _lookupDuration;

    public NetworkMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _peers = _meter.CreateUpDownCounter<int>("p2p.peers", "{peer}", "Peers with a finished handshake");
        _messageSize = _meter.CreateHistogram<int>("p2p.message.size", "By", "Payloads of messages, decompressed");
        _disconnects = _meter.CreateCounter<int>("p2p.disconnects", "{session}", "Sessions that ended");
        _bans = _meter.CreateCounter<int>("p2p.bans", "{ban}", "Peers banned for a while");
        _dials = _meter.CreateCounter<int>("p2p.dials", "{dial}", "Connections tried");
        _requestDuration = _meter.CreateHistogram<double>("p2p.request.duration", "s", "Time from a request to its answer");
        _syncedBlocks = _meter.CreateCounter<int>("sync.blocks", "{block}", "Blocks handed to the importer by catching up");
        _announcedBlocks = _meter.CreateCounter<int>("sync.announced_blocks", "{block}", "Blocks handed to the importer after an announcement");
        _transactions = _meter.CreateCounter<int>("p2p.transactions", "{transaction}", "Transactions that peers sent");
        _discoveryPackets = _meter.CreateCounter<int>("discovery.packets", "{packet}", "Packets of discovery, without those that were refused unread");
        _discoveryRefusals = _meter.CreateCounter<int>("discovery.refusals", "{refusal}", "Packets, nodes and node records that were not used");
        _discoveryNodes = _meter.CreateUpDownCounter<int>("discovery.nodes", "{node}", "Nodes in the table");
        _lookupDuration = _meter.CreateHistogram<double>("discovery.lookup.duration", "s", "Time of a search through the network");
    }

    public void PeerJoined(bool inbound) => _peers.Add(1, Direction(inbound));

    public void PeerLeft(bool inbound) => _peers.Add(-1, Direction(inbound));

    public void MessageRead(string message, int bytes) => _messageSize.Record(bytes, Direction(inbound: true), Tag("message", message));

    public void MessageWritten(string message, int bytes) => _messageSize.Record(bytes, Direction(inbound: false), Tag("message", message));

    public void Disconnected(SessionEnd end) => _disconnects.Add(
        1,
        Tag("reason", Enum.IsDefined(end.Reason) ? end.Reason.ToString() : "unknown"),
        Tag("by", end.ByRemote ? "remote" : "local"),
        Tag("fault", end.Fault.Text()));

    public void Banned(PeerFault fault) => _bans.Add(1, Tag("fault", fault.Text()));

    public void Dialled(bool connected) => _dials.Add(1, Tag("outcome", connected ? "connected" : "failed"));

    public void RequestDone(string message, string outcome, TimeSpan duration) =>
        _requestDuration.Record(duration.TotalSeconds, Tag("message", message), Tag("outcome", outcome));

    public void BlockSynced(string outcome) => _syncedBlocks.Add(1, Tag("outcome", outcome));

    public void BlockAnnounced(string outcome) => _announcedBlocks.Add(1, Tag("outcome", outcome));

    public void TransactionReceived(string outcome) => _transactions.Add(1, Tag("outcome", outcome));

    public void DiscoveryPacket(DiscoveryMessageType type, bool inbound) =>
        _discoveryPackets.Add(1, Direction(inbound), Tag("message", type.ToString()));

    public void DiscoveryRefused(DiscoveryFault fault) => _discoveryRefusals.Add(1, Tag("fault", fault.Text()));

    public void TableChanged(int by) => _discoveryNodes.Add(by);

    public void LookupDone(TimeSpan duration) => _lookupDuration.Record(duration.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Direction(bool inbound) => Tag("direction", inbound ? "in" : "out");

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
