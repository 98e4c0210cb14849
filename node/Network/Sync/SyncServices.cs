using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network.Sync;

/// <summary>What the parts that look after blocks share.</summary>
/// <param name="Time">Clock and timers.</param>
/// <param name="Metrics">Where blocks are counted.</param>
/// <param name="Logger">Where they are told.</param>
internal sealed record SyncServices(TimeProvider Time, NetworkMetrics Metrics, ILogger Logger);
