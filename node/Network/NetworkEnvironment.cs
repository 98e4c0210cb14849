using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network;

/// <summary>What the network takes from its surroundings.</summary>
/// <param name="Time">Clock and timers.</param>
/// <param name="Random">Chance for pauses and for choosing peers; no secret comes from it. Used under a lock.</param>
/// <param name="Loggers">Where to log.</param>
/// <param name="Meters">Where to count.</param>
public sealed record NetworkEnvironment(TimeProvider Time, Random Random, ILoggerFactory Loggers, IMeterFactory Meters);
