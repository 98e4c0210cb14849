using PoaSidechain.Clique;
using PoaSidechain.Tests.Simulation;
using PoaSidechain.Tests.Simulation.Faults;
using PoaSidechain.Tests.Simulation.Reporting;
using PoaSidechain.Tests.TestKit;

if (SimulationOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SimulationOptions.Usage);
    return 2;
}

using var meters = new TestMeters();
var metrics = new CliqueMetrics(meters);
if (options.Replay is { } replayed)
{
    var plan = SchedulePlan.Of(replayed, options.Signers);
    Console.WriteLine($"seed {replayed}: {plan}");
    var result = new ScheduleRun(plan, options.TieBreak, metrics, Console.WriteLine).Run();
    foreach (var (property, detail) in result.Violations)
    {
        Console.WriteLine($"VIOLATED {property}: {detail}");
    }

    Console.WriteLine($"digest {result.Digest:x16}");
    Console.WriteLine(result.Violations.Count == 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
    return result.Violations.Count == 0 ? 0 : 1;
}

var began = TimeProvider.System.GetTimestamp();
var totals = new Totals();
Parallel.For(0, options.Schedules, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, i =>
{
    var seed = options.Seed + i;
    var result = new ScheduleRun(SchedulePlan.Of(seed, options.Signers), options.TieBreak, metrics, trace: null).Run();
    totals.Add(seed, result);
    foreach (var (property, detail) in result.Violations)
    {
        Console.WriteLine($"seed {seed}: {property}: {detail}");
    }
});

// The same seed must tell the same story, or a found schedule could not be replayed.
var twice = Enumerable.Range(0, 2).Select(_ => new ScheduleRun(SchedulePlan.Of(options.Seed, options.Signers), options.TieBreak, metrics, null).Run().Digest).ToArray();
var isReplayable = twice[0] == twice[1];
var elapsed = TimeProvider.System.GetElapsedTime(began);
Console.WriteLine(totals.Table());
Console.WriteLine($"{elapsed.TotalSeconds:F0} s, {totals.Schedules / elapsed.TotalMinutes:F0} schedules a minute; the first seed replayed {(isReplayable ? "alike" : "DIFFERENTLY")}");
var failed = totals.Failed + (isReplayable ? 0 : 1);
Console.WriteLine($"{totals.Schedules - totals.Failed + (isReplayable ? 1 : 0)} passed, {failed} failed");
return failed == 0 ? 0 : 1;
