using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network.Discovery;

/// <summary>What the parts of discovery share.</summary>
/// <param name="Time">Clock and timers.</param>
/// <param name="Dice">Chance.</param>
/// <param name="Metrics">Where packets are counted.</param>
/// <param name="Logger">Where they are told.</param>
internal sealed record DiscoveryServices(TimeProvider Time, Dice Dice, NetworkMetrics Metrics, ILogger Logger);
