using Microsoft.Extensions.Logging;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;

namespace PoaSidechain.Network.Peers;

/// <summary>What the parts that look after peers share.</summary>
/// <param name="Eth">For eth sessions.</param>
/// <param name="Session">For RLPx sessions.</param>
/// <param name="Dice">Chance.</param>
/// <param name="Logger">Where peers coming and going are told.</param>
internal sealed record PeerServices(EthServices Eth, SessionServices Session, Dice Dice, ILogger Logger)
{
    /// <summary>For snap sessions; null when this node has no states to serve.</summary>
    public SnapServices? Snap { get; init; }

    /// <summary>What is spoken above RLPx.</summary>
    public IReadOnlyList<Protocol> Protocols => Snap is null ? EthProtocol.Supported : [.. EthProtocol.Supported, .. SnapProtocol.Supported];

    /// <summary>Clock and timers.</summary>
    public TimeProvider Time => Session.Time;

    /// <summary>Where peers are counted.</summary>
    public NetworkMetrics Metrics => Session.Metrics;
}
