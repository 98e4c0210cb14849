using System.Globalization;
using System.Text.RegularExpressions;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>What was asked for on the command line.</summary>
public sealed record CommandLine
{
    public const string Usage = """
        Runs conformance tests of other Ethereum projects.

        Usage: dotnet run --project tests/Conformance -c Release -- --suite NAME [options]

          --suite NAME[,NAME…]      the suites to run, or all
          --fixtures DIR|FILE       a folder of any depth, an archive (.tar.gz, .tgz, .tar, .zip) or a single file
                                    (default: the vectors found on this machine: POA_VECTORS, or shared/vectors above
                                    the working directory)
          --filter REGEX            only cases whose "file::name [fork]" matches
          --fork NAME               only cases of this fork
          --skip FILE               cases not to run: a regular expression a line, [reason] lines above them, # comments
          --report FILE.json        write counts, and every case with its outcome and reason
          --summary FILE.md         write counts, skips and failures for people
          --jobs N                  files worked on at the same time (default: number of processors)
          --list                    name the suites
          --help                    this text

        Each failure is printed with its reason. The last line is "N passed, N failed".
        Exit code: 0 all passed, 1 a case failed, 2 wrong usage or nothing to run.
        """;

    public IReadOnlyList<ISuite> Suites { get; private init; } = [];

    public string? Source { get; private init; }

    public string? ReportPath { get; private init; }

    public string? SummaryPath { get; private init; }

    public RunOptions Run { get; private init; } = new();

    public bool WantsHelp { get; private init; }

    public bool WantsList { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">The arguments make no sense.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (option, value) = Split(arguments[i]);
            line = option switch
            {
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                "--list" => line with { WantsList = true },
                _ => line.With(option, value ?? (i + 1 < arguments.Count ? arguments[++i] : throw new UsageException($"{option} needs a value."))),
            };
        }

        return line.WantsHelp || line.WantsList || line.Suites.Count > 0 ? line : throw new UsageException("--suite is missing.");
    }

    private static (string Option, string? Value) Split(string argument)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && at > 0 ? (argument[..at], argument[(at + 1)..]) : (argument, null);
    }

    private CommandLine With(string option, string value) => option switch
    {
        "--suite" => this with { Suites = [.. Suites, .. SuitesOf(value)] },
        "--fixtures" => this with { Source = File.Exists(value) || Directory.Exists(value) ? value : throw new UsageException($"{value} does not exist.") },
        "--filter" => this with { Run = Run with { Filter = Pattern(value) } },
        "--fork" => this with { Run = Run with { Fork = value } },
        "--skip" => this with { Run = Run with { Skips = Skips(value) } },
        "--report" => this with { ReportPath = value },
        "--summary" => this with { SummaryPath = value },
        "--jobs" => this with { Run = Run with { Jobs = Jobs(value) } },
        _ => throw new UsageException($"{option} is no option."),
    };

    private static IEnumerable<ISuite> SuitesOf(string names) => names == "all"
        ? SuiteRegistry.All
        : names.Split(',').Select(name => SuiteRegistry.Find(name)
            ?? throw new UsageException($"There is no suite '{name}'. There are: {string.Join(", ", SuiteRegistry.All.Select(suite => suite.Name))}."));

    private static Regex Pattern(string value)
    {
        try
        {
            return new Regex(value);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--filter: {e.Message}");
        }
    }

    private static SkipList Skips(string path)
    {
        try
        {
            return SkipList.Parse(File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new UsageException($"--skip {path}: {e.Message}");
        }
    }

    private static int Jobs(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) && jobs > 0
            ? jobs
            : throw new UsageException("--jobs is a number from 1 on.");
}
