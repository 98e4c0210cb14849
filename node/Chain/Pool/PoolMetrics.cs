using System.Diagnostics.Metrics;

namespace PoaSidechain.Chain.Pool;

/// <summary>Meter <c>PoaSidechain.Pool</c>: what waits for a block.</summary>
public sealed class PoolMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PoaSidechain.Pool";

    /// <summary>Creates the instruments on a pool.</summary>
    public PoolMetrics(IMeterFactory meters, ITransactionPool pool)
    {
        meters.Create(MeterName).CreateObservableGauge(
            "txpool.transactions", () => Count(pool), "{transaction}", "Transactions in the pool: pending can go into the next block, queued wait for an earlier nonce.");
    }

    private static Measurement<int>[] Count(ITransactionPool pool)
    {
        var (pending, queued) = pool.Count;
        return [new(pending, State("pending")), new(queued, State("queued"))];
    }

    private static KeyValuePair<string, object?> State(string state) => new("state", state);
}
