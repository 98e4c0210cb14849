using System.Text.Json;
using PoaSidechain.Tests.Fuzz.Execution;
using PoaSidechain.Tests.Fuzz.Generation;

namespace PoaSidechain.Tests.Fuzz;

/// <summary>Puts the cases of a run to both machines. While the independent one works on a batch, the next is made and executed here.</summary>
internal sealed class FuzzRun(FuzzOptions options, Judge judge, FuzzReport report)
{
    private const int BatchSize = 100;
    private const int BatchesBetweenReports = 100;

    private readonly CaseGenerator _generator = new(options.Seed, options.Fork);
    private readonly OwnEvm _evm = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _next = options.First;

    public async Task RunAsync()
    {
        var number = 0;
        for (var batch = NextBatch(); batch is not null;)
        {
            var following = NextBatch();
            await CompareAsync(batch);
            batch = following;
            if (++number % BatchesBetweenReports == 0)
            {
                report.Write();
                Console.WriteLine($"{report.Cases} cases, {report.Differences} differences, {TimeProvider.System.GetElapsedTime(_started):hh\\:mm\\:ss}");
            }
        }

        report.Write();
    }

    private Batch? NextBatch()
    {
        var count = (int)Math.Min(BatchSize, options.First + options.Cases - _next);
        if (count <= 0 || TimeProvider.System.GetElapsedTime(_started).TotalSeconds >= options.Seconds)
        {
            return null;
        }

        var cases = Enumerable.Range(0, count).Select(i => _generator.Next(_next + i)).ToList();
        _next += count;
        var answer = judge.AskAsync(cases);
        return new Batch(cases, cases.ConvertAll(_evm.Run), answer);
    }

    private async Task CompareAsync(Batch batch)
    {
        var answer = await batch.Answer;
        for (var i = 0; i < batch.Cases.Count; i++)
        {
            report.Count(batch.Cases[i], batch.Outcomes[i]);
            if (!Comparison.IsSame(batch.Outcomes[i], answer[i]))
            {
                var detailed = await judge.AskAsync([batch.Cases[i]], isDetailed: true);
                report.AddDifference(batch.Cases[i], Comparison.Explain(batch.Outcomes[i], detailed[0]));
            }
        }
    }

    private sealed record Batch(List<FuzzCase> Cases, List<CaseOutcome> Outcomes, Task<JsonElement> Answer);
}
