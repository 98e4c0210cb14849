using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>Blocks a little ahead of the clock: kept until their time has come, as geth does (up to 30 s and 256 blocks).</summary>
/// <remarks>Thread: any.</remarks>
public sealed class FutureBlocks(TimeProvider time) : IDisposable
{
    private const ulong MaxAheadSeconds = 30;
    private const int Capacity = 256;

    private readonly Lock _timersLock = new();
    private readonly Dictionary<Primitives.Hash256, ITimer> _timers = [];

    /// <summary>A block's time has come.</summary>
    public event Action<Block>? Ready;

    /// <summary>A block is ahead of the clock, whether it was kept or not.</summary>
    public event Action<Block>? Ahead;

    /// <summary>Keeps a block, unless it is too far ahead or too many are kept.</summary>
    public void Keep(Block block)
    {
        var due = DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(block.Header.Timestamp, int.MaxValue * 2UL)) - time.GetUtcNow();
        Ahead?.Invoke(block);
        if (due > TimeSpan.FromSeconds(MaxAheadSeconds))
        {
            return;
        }

        lock (_timersLock)
        {
            if (_timers.Count < Capacity && !_timers.ContainsKey(block.Hash))
            {
                var wait = due > TimeSpan.Zero ? due + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
                _timers.Add(block.Hash, time.CreateTimer(OnDue, block, wait, Timeout.InfiniteTimeSpan));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_timersLock)
        {
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }

            _timers.Clear();
        }
    }

    private void OnDue(object? state)
    {
        var block = (Block)state!;
        lock (_timersLock)
        {
            if (_timers.Remove(block.Hash, out var timer))
            {
                timer.Dispose();
            }
        }

        Ready?.Invoke(block);
    }
}
