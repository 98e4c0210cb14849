using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives;

namespace PoaSidechain.Clique.Liveness;

/// <summary>Looks every period at how the signers are doing; tells log and metrics when it changes.</summary>
/// <remarks>One loop; <see cref="Report"/> from any thread.</remarks>
public sealed partial class LivenessWatch(
    CliqueEngine engine, IBlockTree tree, ITransactionPool pool, ClockOffset clock, CliqueMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly SignerActivity _activity = new(engine, tree);
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private string? _told;
    private bool _clockWasOff;

    /// <summary>True where empty blocks are not sealed, so that a silent chain without transactions is in order.</summary>
    public bool SkipsEmpty { get; init; }

    /// <summary>How far the clock is from the other signers'.</summary>
    public ClockOffset Clock => clock;

    /// <summary>The state of things now.</summary>
    public LivenessReport Report()
    {
        var isIdle = (engine.Parameters.PeriodSeconds == 0 || SkipsEmpty) && pool.Count.Pending == 0;
        return LivenessAnalysis.Run(_activity.Look(), engine.Parameters, time.GetUtcNow(), expectsBlocks: !isIdle, since: _began);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var interval = TimeSpan.FromSeconds(Math.Max(1, engine.Parameters.PeriodSeconds));
        while (!stopping.IsCancellationRequested)
        {
            Look();
            await Task.Delay(interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        var report = Report();
        metrics.Liveness(report, clock.Current);
        Tell(report);
        if (clock.IsBeyondBound != _clockWasOff)
        {
            _clockWasOff = !_clockWasOff;
            TellClock(clock.Current?.TotalSeconds ?? 0);
        }
    }

    /// <summary>Each state once: the age of the head changes with every look and is no news.</summary>
    private void Tell(LivenessReport report)
    {
        var state = $"{report.IsStalled} {string.Join(' ', report.Missing)}";
        if (state == _told)
        {
            return;
        }

        var isFirst = _told is null;
        _told = state;
        if (report.IsStalled)
        {
            Log.Stalled(logger, report.HeadNumber, report.HeadHash, report.Diagnosis);
        }
        else if (report.Missing.Count > 0)
        {
            Log.Missing(logger, report.Diagnosis);
        }
        else if (!isFirst)
        {
            Log.Well(logger, report.Diagnosis);
        }
    }

    private void TellClock(double seconds)
    {
        if (_clockWasOff)
        {
            Log.ClockOff(logger, seconds);
        }
        else
        {
            Log.ClockRight(logger, seconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5030, LogLevel.Error, "The chain stands still at block {Number} {Hash}. {Diagnosis}")]
        public static partial void Stalled(ILogger logger, ulong number, Hash256 hash, string diagnosis);

        [LoggerMessage(5031, LogLevel.Warning, "{Diagnosis}")]
        public static partial void Missing(ILogger logger, string diagnosis);

        [LoggerMessage(5032, LogLevel.Information, "{Diagnosis}")]
        public static partial void Well(ILogger logger, string diagnosis);

        [LoggerMessage(5033, LogLevel.Error, "This machine's clock is {Seconds:F1} s from the other signers' (positive: ahead): no sealing until it is set right")]
        public static partial void ClockOff(ILogger logger, double seconds);

        [LoggerMessage(5034, LogLevel.Information, "The clock is right again, {Seconds:F1} s from the other signers'")]
        public static partial void ClockRight(ILogger logger, double seconds);
    }
}
