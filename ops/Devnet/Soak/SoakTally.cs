using System.Collections.Concurrent;
using System.Globalization;

namespace PoaSidechain.Devnet.Soak;

/// <summary>What happened in a soak, counted by whoever brings it about. Thread: any.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string what, long count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    public void Set(string what, long count) => _counts[what] = count;

    public long Of(string what) => _counts.GetValueOrDefault(what);

    /// <summary>As rows of a table.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows() =>
        [.. _counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (IReadOnlyList<string>)[c.Key, c.Value.ToString("n0", CultureInfo.InvariantCulture)])];
}
