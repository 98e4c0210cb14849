using Microsoft.Extensions.Logging;

namespace PoaSidechain.Clique;

/// <summary>What the sealing loop needs of the world around it.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Source of the out-of-turn delay and of the choice among proposals.</param>
/// <param name="Hold">Why nothing may be sealed for now, one of the states marked as holds; null when nothing is in the way.</param>
/// <param name="Metrics">Counts what is sealed.</param>
/// <param name="Logger">Where the loop reports.</param>
public sealed record SealingEnvironment(TimeProvider Time, Random Random, Func<SealingState?> Hold, CliqueMetrics Metrics, ILogger Logger);
