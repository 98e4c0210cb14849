namespace PoaSidechain.Tests.Simulation.World;

/// <summary>One machine's clock: the world's time and an error.</summary>
internal sealed class VirtualClock(VirtualWorld world, TimeSpan error) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => VirtualWorld.Beginning + world.Now + error;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(world, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(VirtualWorld world, TimerCallback callback, object? state) : ITimer
    {
        private int _setting; // an event of an earlier setting finds another number here and does nothing
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Set(dueTime);
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan wait)
        {
            var setting = _setting;
            world.After(wait, () =>
            {
                if (setting != _setting)
                {
                    return;
                }

                if (_period > TimeSpan.Zero)
                {
                    Set(_period);
                }

                callback(state);
            });
        }
    }
}
