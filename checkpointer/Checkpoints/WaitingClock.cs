namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>How long something has been the case, as far as this process saw.</summary>
/// <remarks>Thread: the loop only. Holds the newest few hundred things.</remarks>
internal sealed class WaitingClock(TimeProvider time)
{
    private const int MaxEntries = 512;

    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Time since the thing was first asked for.</summary>
    public TimeSpan Since(string key)
    {
        var now = time.GetUtcNow();
        if (!_since.TryGetValue(key, out var since))
        {
            if (_since.Count >= MaxEntries)
            {
                _since.Remove(_since.MinBy(e => e.Value).Key);
            }

            _since[key] = since = now;
        }

        return now - since;
    }

    /// <summary>True the first time.</summary>
    public bool IsNew(string key)
    {
        var isNew = !_since.ContainsKey(key);
        Since(key);
        return isNew;
    }

    /// <summary>True when the thing was asked for before.</summary>
    public bool Knows(string key) => _since.ContainsKey(key);

    /// <summary>The thing is no longer the case.</summary>
    public void Reset(string key) => _since.Remove(key);
}
