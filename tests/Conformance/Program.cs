using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

try
{
    var line = CommandLine.Parse(args);
    if (line.WantsHelp)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    if (line.WantsList)
    {
        foreach (var suite in SuiteRegistry.All)
        {
            Console.WriteLine($"{suite.Name,-14}{suite.Summary}");
        }

        return 0;
    }

    var commit = Machine.Commit(); // what is run; hours later the checkout may be elsewhere
    var report = RunReport.Merge(line.Suites.Select(suite => SuiteRunner.Run(suite, Fixtures.Of(suite, line.Source), line.Run, PrintFailure)).ToList()) with { Commit = commit };
    if (line.ReportPath is { } path)
    {
        report.WriteJson(path);
    }

    if (line.SummaryPath is { } summary)
    {
        Summary.Write(summary, report, string.Join(' ', args));
    }

    if (report.Results.Count == 0)
    {
        Console.Error.WriteLine("There is no such case.");
    }

    report.PrintSummary(Console.Out);
    return report.Results.Count == 0 ? 2 : report.Failed > 0 ? 1 : 0;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("Try --help.");
    return 2;
}
catch (VectorsMissingException e)
{
    Console.Error.WriteLine(e.Reason);
    return 2;
}
catch (AggregateException e) when (e.InnerException is VectorsMissingException missing)
{
    Console.Error.WriteLine(missing.Reason);
    return 2;
}

static void PrintFailure(CaseResult result)
{
    Console.WriteLine($"FAILED {result.Suite} {result.Id}");
    Console.WriteLine("    " + result.Reason!.TrimEnd().ReplaceLineEndings(Environment.NewLine + "    "));
}
