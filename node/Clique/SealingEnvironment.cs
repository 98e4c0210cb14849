using Microsoft.Extensions.Logging;

namespace PoaSidechain.Clique;

/// <summary>What the sealing loop needs of the world around it.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Source of the out-of-turn delay and of the choice among proposals.</param>
/// <param name="IsSyncing">True while the chain is far behind its peers: a block sealed then would only be lost.</param>
/// <param name="Metrics">Counts what is sealed.</param>
/// <param name="Logger">Where the loop reports.</param>
public sealed record SealingEnvironment(TimeProvider Time, Random Random, Func<bool> IsSyncing, CliqueMetrics Metrics, ILogger Logger);
