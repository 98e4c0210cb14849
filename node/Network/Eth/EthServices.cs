namespace PoaSidechain.Network.Eth;

/// <summary>What all eth sessions of a node share.</summary>
/// <param name="Server">Answers questions.</param>
/// <param name="Events">Takes what comes unasked.</param>
/// <param name="Chain">Says our status and judges theirs.</param>
/// <param name="Time">Clock and timers.</param>
/// <param name="Metrics">Where requests are counted.</param>
internal sealed record EthServices(EthServer Server, EthEvents Events, ChainIdentity Chain, TimeProvider Time, NetworkMetrics Metrics);
