using System.Diagnostics;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Measuring;

/// <summary>One run of a program as a whole: what <c>time</c> would say of it.</summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="CpuSeconds">User and system.</param>
/// <param name="PeakBytes">Most resident memory (VmHWM).</param>
/// <param name="Output">What it printed.</param>
internal sealed record ProgramRun(double Seconds, double CpuSeconds, long PeakBytes, string Output)
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(5);

    /// <summary>The node's program, as built beside this one.</summary>
    public static string Poa { get; } = Checkout.PathOf("node", "Node", "bin", "Release", "net10.0", "poa");

    /// <summary>Runs <c>poa</c>; throws when it fails.</summary>
    public static async Task<ProgramRun> PoaAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Poa, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var cpuBefore = Clock.EndedChildren();
        var began = Clock.Now();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(ended, Task.Delay(Sampling)) != ended)
        {
            peak = Math.Max(peak, PeakMemory(process.Id));
        }

        await ended;
        var seconds = Clock.Since(began);
        var text = await output + await errors;
        return process.ExitCode == 0
            ? new ProgramRun(seconds, Clock.EndedChildren() - cpuBefore, peak, text)
            : throw new InvalidOperationException($"poa {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
    }

    /// <summary>Most resident memory of a running process so far, in bytes; 0 when it is gone.</summary>
    public static long PeakMemory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Processor seconds of a running process so far.</summary>
    public static double CpuOf(int process)
    {
        const double TicksPerSecond = 100; // USER_HZ
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ');
        return (double.Parse(fields[12]) + double.Parse(fields[13])) / TicksPerSecond;
    }
}
