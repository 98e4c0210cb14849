namespace PoaSidechain.Tests.Benchmarks.Reporting;

/// <summary>One measured quantity: a value for each run.</summary>
/// <param name="Part">import, evm, seal or rpc.</param>
/// <param name="Case">What was run.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Values">One for each run, in the order measured.</param>
internal sealed record Figure(string Part, string Case, string Metric, string Unit, double[] Values)
{
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToArray();
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public double Least => Values.Min();

    public double Most => Values.Max();
}
