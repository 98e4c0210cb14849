using Microsoft.Extensions.Logging;

namespace PoaSidechain.Network;

/// <summary>Owns the loops of a service: none is forgotten, all are awaited when the service stops.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed partial class BackgroundTasks(ILogger logger) : IAsyncDisposable
{
    private readonly Lock _runningLock = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isStopping;

    /// <summary>Set when the service stops.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Starts a task; nothing is started any more once the service stops.</summary>
    public void Start(string name, Func<CancellationToken, Task> run)
    {
        lock (_runningLock)
        {
            if (_isStopping)
            {
                return;
            }

            var task = GuardAsync(name, run);
            if (!task.IsCompleted)
            {
                _running.Add(task);
                _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Stops all tasks and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_runningLock)
        {
            _isStopping = true;
            running = [.. _running];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(running);
        _stop.Dispose();
    }

    private void Forget(Task task)
    {
        lock (_runningLock)
        {
            _running.Remove(task);
        }
    }

    private async Task GuardAsync(string name, Func<CancellationToken, Task> run)
    {
        await Task.Yield(); // the caller holds a lock and has other things to do
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as it should be.
        }
        catch (Exception e)
        {
            Log.TaskFailed(logger, e, name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "Background task {Name} failed")]
        public static partial void TaskFailed(ILogger logger, Exception exception, string name);
    }
}
