namespace PoaSidechain.Network.Snap;

/// <summary>What all snap sessions of a node share.</summary>
/// <param name="Server">Answers questions.</param>
/// <param name="Time">Clock and timers.</param>
/// <param name="Metrics">Where requests are counted.</param>
internal sealed record SnapServices(SnapServer Server, TimeProvider Time, NetworkMetrics Metrics);
