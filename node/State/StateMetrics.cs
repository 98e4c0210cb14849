using System.Diagnostics.Metrics;

namespace PoaSidechain.State;

/// <summary>Meter <c>PoaSidechain.State</c>: whether the caches of the state help.</summary>
public sealed class StateMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.State";

    /// <summary>Creates the instruments on a state store.</summary>
    public StateMetrics(IMeterFactory meters, StateStore states)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "state.trie.cache.hits",
            () => Both(states.CacheStatistics.FlatHits, states.CacheStatistics.NodeHits),
            "{read}",
            "Reads that a cache answered: flat entries (accounts and slots), trie nodes.");
        meter.CreateObservableCounter(
            "state.trie.cache.misses",
            () => Both(states.CacheStatistics.FlatMisses, states.CacheStatistics.NodeMisses),
            "{read}",
            "Reads that went to the database.");
    }

    private static Measurement<long>[] Both(long flat, long node) => [new(flat, Cache("flat")), new(node, Cache("node"))];

    private static KeyValuePair<string, object?> Cache(string cache) => new("cache", cache);
}
