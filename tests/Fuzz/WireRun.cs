using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Fuzzing;

namespace PoaSidechain.Tests.Fuzz;

/// <summary>Fuzzes everything that reads bytes of strangers: RLP, frames, compression, handshakes, messages, discovery.</summary>
internal static class WireRun
{
    private const string Usage = """
        usage: dotnet run --project tests/Fuzz -c Release -- wire [options]
          --inputs N     how many, over all targets by their weights (default 1000000)
          --seed S       of the inputs (default 1)
          --target NAME  only this one
          --first N      number of the first input of each target (default 0); with --target and --inputs 1 a single one is repeated
          --report FILE  write counts and failures as JSON
        """;

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public static int Run(string[] arguments)
    {
        var given = arguments.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair.Length == 2 ? pair[1] : "", StringComparer.Ordinal);
        var target = given.GetValueOrDefault("--target");
        var targets = WireTargets.All.Where(one => target is null || one.Name == target).ToArray();
        if (given.Keys.Any(static key => key is not ("--inputs" or "--seed" or "--target" or "--first" or "--report"))
            || !TryNumber(given, "--inputs", 1_000_000, out var inputs) || !TryNumber(given, "--seed", 1, out var seed) || !TryNumber(given, "--first", 0, out var first)
            || targets.Length == 0)
        {
            Console.Error.WriteLine(Usage);
            Console.Error.WriteLine("targets: " + string.Join("; ", WireTargets.All.Select(static one => one.Name)));
            return 2;
        }

        var began = TimeProvider.System.GetTimestamp();
        var rows = Array.ConvertAll(targets, one => RunTarget(one, (int)seed, first, inputs * one.Weight / targets.Sum(static other => other.Weight)));
        var failed = rows.Sum(static row => row.Tally.Failures.Count);
        if (given.TryGetValue("--report", out var report))
        {
            Write(report, seed, first, rows, TimeProvider.System.GetElapsedTime(began));
        }

        Console.WriteLine($"{rows.Sum(static row => row.Tally.Inputs) - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static (WireTarget Target, WireTally Tally) RunTarget(WireTarget target, int seed, long first, long inputs)
    {
        var began = TimeProvider.System.GetTimestamp();
        var tally = WireFuzz.Run(target, seed, first, Math.Max(1, inputs), Environment.ProcessorCount);
        var perInput = TimeProvider.System.GetElapsedTime(began).TotalMicroseconds * Environment.ProcessorCount / tally.Inputs;
        Console.WriteLine($"{target.Name,-45} {tally.Inputs,10} inputs {tally.Accepted,9} accepted {tally.MostAllocated,10} bytes at most {perInput,7:F1} µs each, {tally.Failures.Count} failures");
        foreach (var (number, input, what) in tally.Failures)
        {
            Console.WriteLine($"FAILED {target.Name}, input {number} of seed {seed}: {input}\n    {what}");
        }

        return (target, tally);
    }

    private static void Write(string file, long seed, long first, (WireTarget Target, WireTally Tally)[] rows, TimeSpan elapsed) =>
        File.WriteAllText(file, JsonSerializer.Serialize(
            new
            {
                commit = Machine.Commit(),
                date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                machine = Machine.Describe(),
                seed,
                first,
                inputs = rows.Sum(static row => row.Tally.Inputs),
                failures = rows.Sum(static row => row.Tally.Failures.Count),
                seconds = (long)elapsed.TotalSeconds,
                peakMegabytes = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
                targets = rows.Select(static row => new
                {
                    name = row.Target.Name,
                    inputs = row.Tally.Inputs,
                    accepted = row.Tally.Accepted,
                    mostBytesAllocatedForOne = row.Tally.MostAllocated,
                    boundBytes = $"{row.Target.FixedBytes} + {row.Target.BytesPerByte} per byte of input",
                    failures = row.Tally.Failures.Select(static failure => new { failure.Number, failure.Input, failure.What }),
                }),
            },
            Format) + "\n");

    private static bool TryNumber(Dictionary<string, string> given, string name, long otherwise, out long number)
    {
        number = otherwise;
        return !given.TryGetValue(name, out var text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
