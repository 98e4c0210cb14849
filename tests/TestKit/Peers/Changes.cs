namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>Lets a test wait for a condition that is looked at again after every event, and never by the clock.</summary>
internal sealed class Changes
{
    /// <summary>How long a condition is waited for unless something else is said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _nextLock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something has happened.</summary>
    public void Notify()
    {
        TaskCompletionSource happened;
        lock (_nextLock)
        {
            happened = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        happened.SetResult();
    }

    /// <summary>Waits until the condition holds; fails with what was waited for.</summary>
    public async Task UntilAsync(Func<bool> condition, string what, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            Task next;
            lock (_nextLock)
            {
                next = _next.Task;
            }

            if (condition())
            {
                return;
            }

            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"Waited in vain for: {what}", e);
            }
        }
    }
}
