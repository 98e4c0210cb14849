namespace PoaSidechain.Tests.Benchmarks;

/// <summary>What the command line says.</summary>
internal sealed class BenchmarkOptions
{
    public const string Usage = """
        usage: ops/bench [--quick] [--only import|evm|revm|seal|rpc|scale]... [--scale CASE]... [--runs N] [--json FILE] [--summary FILE] [--genesis FILE --chain FILE]
          --quick          fewer cases and one run each: two minutes
          --only PART      this part, or these parts; scale, which takes half an hour, runs only so
          --scale CASE     of the part scale only pool, state, chain, churn, archive
          --runs N         runs of each import (default 3)
          --json FILE      where the figures go (default: bin folder of the benchmarks)
          --summary FILE   where the figures go as Markdown, too
          --genesis FILE   genesis file of --chain, packed with gzip or not
          --chain FILE     a file of RLP blocks to import instead of the known ones, packed with gzip or not
        The known chains are looked for in POA_BENCH, or in the first shared/bench above the program.
        """;

    public bool Quick { get; private set; }

    public HashSet<string> Only { get; } = new(StringComparer.Ordinal);

    /// <summary>Cases of the part scale; none stands for all.</summary>
    public HashSet<string> ScaleCases { get; } = new(StringComparer.Ordinal);

    public int Runs { get; private set; } = 3;

    public string? Json { get; private set; }

    public string? Summary { get; private set; }

    public string? Genesis { get; private set; }

    public string? Chain { get; private set; }

    /// <summary>The options, or null with what is wrong.</summary>
    public static BenchmarkOptions? TryParse(string[] arguments, IReadOnlyCollection<string> parts, out string error)
    {
        var options = new BenchmarkOptions();
        error = "";
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == "--quick")
            {
                (options.Quick, options.Runs) = (true, 1);
                continue;
            }

            if (i + 1 == arguments.Length || !options.Set(name, arguments[++i], parts))
            {
                error = $"'{name}' is not known, lacks its value, or has a wrong one";
                return null;
            }
        }

        if ((options.Genesis is null) != (options.Chain is null))
        {
            error = "--genesis and --chain go together";
            return null;
        }

        return options;
    }

    private bool Set(string name, string value, IReadOnlyCollection<string> parts)
    {
        switch (name)
        {
            case "--only":
                var named = value.Split(',');
                Only.UnionWith(named);
                return named.All(parts.Contains);
            case "--scale":
                ScaleCases.UnionWith(value.Split(','));
                return ScaleCases.All(Scale.ScalePart.Cases.Contains);
            case "--runs":
                var isNumber = int.TryParse(value, out var runs);
                Runs = runs;
                return isNumber && runs > 0;
            case "--json":
                Json = value;
                return true;
            case "--summary":
                Summary = value;
                return true;
            case "--genesis":
                Genesis = value;
                return File.Exists(value);
            case "--chain":
                Chain = value;
                return File.Exists(value);
            default:
                return false;
        }
    }
}
