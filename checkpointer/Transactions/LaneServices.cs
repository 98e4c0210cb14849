using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Telemetry;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>What every part of the service shares.</summary>
internal sealed record LaneServices(TimeProvider Time, CrashPoints CrashPoints, CheckpointerMetrics Metrics, ILogger Logger);
