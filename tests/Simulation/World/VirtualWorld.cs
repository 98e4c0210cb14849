namespace PoaSidechain.Tests.Simulation.World;

/// <summary>Virtual time: a queue of events in the order of their moments, and the synchronization context that runs what they set going.</summary>
/// <remarks>
/// Everything happens on the thread that runs the world, and in an order that follows from the seed alone. No clock is read and no thread waits: time jumps
/// from event to event.
/// </remarks>
internal sealed class VirtualWorld : SynchronizationContext
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private long _order;

    /// <summary>When the world began, by a right clock.</summary>
    public static DateTimeOffset Beginning { get; } = DateTimeOffset.FromUnixTimeSeconds((long)TestKit.TestGenesis.Timestamp);

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Events that have happened.</summary>
    public long EventCount { get; private set; }

    /// <summary>Lets something happen later.</summary>
    public void After(TimeSpan wait, Action action)
    {
        var moment = Now + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        _events.Enqueue(action, (moment.Ticks, _order++));
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Lets events happen until a moment.</summary>
    public void RunUntil(TimeSpan end)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            Drain();
            while (_events.TryPeek(out var next, out var at) && at.Ticks <= end.Ticks)
            {
                _events.Dequeue();
                Now = TimeSpan.FromTicks(at.Ticks);
                EventCount++;
                next();
                Drain();
            }

            Now = end;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private void Drain()
    {
        while (_posted.TryDequeue(out var work))
        {
            work.Callback(work.State);
        }
    }
}
