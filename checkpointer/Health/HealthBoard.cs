namespace PoaSidechain.Checkpointer.Health;

/// <summary>The state of all parts, the worst of which is that of the whole.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class HealthBoard
{
    private readonly Lock _partsLock = new();
    private readonly SortedDictionary<HealthPart, (HealthLevel Level, string Reason)> _parts = [];

    /// <summary>The worst level of all parts.</summary>
    public HealthLevel Level
    {
        get
        {
            lock (_partsLock)
            {
                return _parts.Count == 0 ? HealthLevel.Green : _parts.Values.Max(p => p.Level);
            }
        }
    }

    /// <summary>Sets a part that is not well; true when that is news.</summary>
    public bool Report(HealthPart part, HealthLevel level, string reason)
    {
        lock (_partsLock)
        {
            var isNews = !_parts.TryGetValue(part, out var before) || before != (level, reason);
            _parts[part] = (level, reason);
            return isNews;
        }
    }

    /// <summary>Sets a part that is well; true when it was not before.</summary>
    public bool Clear(HealthPart part)
    {
        lock (_partsLock)
        {
            return _parts.Remove(part);
        }
    }

    /// <summary>State of one part.</summary>
    public (HealthLevel Level, string Reason) Of(HealthPart part)
    {
        lock (_partsLock)
        {
            return _parts.TryGetValue(part, out var state) ? state : (HealthLevel.Green, "");
        }
    }

    /// <summary>The parts that are not well, in a fixed order.</summary>
    public IReadOnlyList<(HealthPart Part, HealthLevel Level, string Reason)> Reasons()
    {
        lock (_partsLock)
        {
            return [.. _parts.Select(p => (p.Key, p.Value.Level, p.Value.Reason))];
        }
    }
}
