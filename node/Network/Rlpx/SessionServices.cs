using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network.Rlpx;

/// <summary>What every session of a node shares.</summary>
/// <param name="Time">Clock and timers.</param>
/// <param name="Metrics">Where messages are counted.</param>
/// <param name="Logger">Where faults of our own are told.</param>
/// <param name="MaxPayloadBytes">Largest message above the base protocol.</param>
internal sealed record SessionServices(TimeProvider Time, NetworkMetrics Metrics, ILogger Logger, int MaxPayloadBytes);
