namespace PoaSidechain.Network;

/// <summary>The injected source of chance, made safe for several threads.</summary>
internal sealed class Dice(Random random)
{
    private readonly Lock _randomLock = new();

    /// <summary>A number from 0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below)
    {
        lock (_randomLock)
        {
            return random.Next(below);
        }
    }

    /// <summary>The span, longer or shorter by up to a quarter: so that nodes that fail together do not come back together.</summary>
    public TimeSpan Jitter(TimeSpan span)
    {
        lock (_randomLock)
        {
            return span * (0.75 + (random.NextDouble() / 2));
        }
    }

    /// <summary>The items in random order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        lock (_randomLock)
        {
            random.Shuffle(shuffled);
        }

        return shuffled;
    }
}
