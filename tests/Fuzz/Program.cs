using PoaSidechain.Tests.Fuzz;
using PoaSidechain.Tests.Fuzz.Execution;
using PoaSidechain.Tests.Fuzz.Generation;

if (args is ["wire", .. var rest])
{
    return WireRun.Run(rest);
}

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

if (options.Dump is { } path)
{
    var generator = new CaseGenerator(options.Seed, options.Fork);
    var cases = Enumerable.Range(0, (int)options.Cases).Select(i => generator.Next(options.First + i)).ToList();
    await File.WriteAllTextAsync(path, CaseJson.Write(cases, isDetailed: true) + "\n");
    return 0;
}

var report = new FuzzReport(options);
await using var judge = await Judge.StartAsync();
await new FuzzRun(options, judge, report).RunAsync();
Console.WriteLine($"{report.Cases - report.Differences} passed, {report.Differences} failed");
return report.Differences > 0 ? 1 : 0;
