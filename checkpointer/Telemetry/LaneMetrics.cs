using System.Diagnostics.Metrics;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Telemetry;

/// <summary>Instruments of one lane, tagged with its chain.</summary>
/// <remarks>Thread: the loop writes, a collector reads.</remarks>
internal sealed class LaneMetrics
{
    private readonly KeyValuePair<string, object?> _chain;
    private readonly Counter<long> _bumps;
    private readonly Counter<double> _spent;
    private int _pending;
    private double _oldest;
    private double _balance = double.NaN;

    public LaneMetrics(string chain, Counter<long> bumps, Counter<double> spent)
    {
        _chain = new KeyValuePair<string, object?>("chain", chain);
        _bumps = bumps;
        _spent = spent;
    }

    internal Measurement<int> Pending => new(Volatile.Read(ref _pending), _chain);

    internal Measurement<double> OldestAge => new(Volatile.Read(ref _oldest), _chain);

    /// <summary>What the account has, in ether.</summary>
    internal Measurement<double> Balance => new(Volatile.Read(ref _balance), _chain);

    internal bool IsBalanceKnown => !double.IsNaN(Volatile.Read(ref _balance));

    public void Has(in UInt256 wei) => Volatile.Write(ref _balance, GweiOf(wei) / 1e9);

    public void Report(int pending, TimeSpan oldest)
    {
        Volatile.Write(ref _pending, pending);
        Volatile.Write(ref _oldest, oldest.TotalSeconds);
    }

    public void Bumped() => _bumps.Add(1, _chain);

    public void Finished(in UInt256 costWei) => _spent.Add(GweiOf(costWei), _chain);

    private static double GweiOf(in UInt256 wei) => (wei / 1_000UL).SaturateToUInt64() / 1e6;
}
