using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer.Hosting;

/// <summary>Makes rounds until it is told to stop. Slower while the chains cannot be reached at the start.</summary>
internal sealed partial class CheckpointerService(
    RoundCore core, CheckpointerOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<CheckpointerService> logger)
    : BackgroundService
{
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.Node.PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await core.TickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A fault of ours or of the disk: stop, so that a supervisor restarts from the journal. Going on could sign on a wrong ground.
                Log.Failed(logger, e);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }

            if (core.Refusal is { } refusal)
            {
                Log.Refused(logger, refusal);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }

            pause = core.IsChecked ? options.Node.PollInterval : pause * 2 < MaxBackOff ? pause * 2 : MaxBackOff;
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9010, LogLevel.Critical, "Stopping: an unexpected error")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(9011, LogLevel.Critical, "Stopping: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
