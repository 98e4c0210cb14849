using PoaSidechain.Tests.Benchmarks.Reporting;

namespace PoaSidechain.Tests.Benchmarks.Rpc;

/// <summary>A node's JSON-RPC over HTTP, the loader on the same cores: requests a second, and requests a processor second of the node alone.</summary>
internal static class RpcPart
{
    private const string Part = "rpc";

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        await ReadRequests.RunAsync(options, report);
        await SendRequests.RunAsync(options, report);
    }

    /// <summary>Loads a node and tells what came of it.</summary>
    public static async Task MeasureAsync(
        BenchNode node, string name, IReadOnlyList<byte[]> bodies, int connections, TimeSpan limit, bool repeat, Report report)
    {
        var loader = new HttpLoader(node.Port);
        if (repeat)
        {
            await loader.RunAsync(bodies, connections, limit / 2, repeat: true); // warms up
        }

        var cpuBefore = node.CpuSeconds;
        var (answers, seconds) = await loader.RunAsync(bodies, connections, limit, repeat);
        var cpu = node.CpuSeconds - cpuBefore;
        var @case = $"{name}, {connections} conn";
        report.Add(Part, @case, "requests", "1/s", answers / seconds);
        report.Add(Part, @case, "requests a cpu-s", "1/cpu-s", answers / Math.Max(cpu, 0.01));
    }
}
