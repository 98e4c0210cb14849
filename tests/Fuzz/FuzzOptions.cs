using System.Globalization;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Fuzz;

/// <summary>What the command line says.</summary>
internal sealed class FuzzOptions
{
    public const string Usage = """
        Compares this EVM with an independent one (ethereumjs) on random states, programs and transactions.

        usage: dotnet run --project tests/Fuzz -c Release -- [options]
          --cases N        how many (default 1000)
          --seed S         the run (default 1): the same seed makes the same cases
          --first N        number of the first case (default 0); with --cases 1 a single one is repeated
          --fork NAME      only cases of this fork
          --seconds N      stop after so many, whatever is left
          --report FILE    write counts and differences as JSON
          --dump FILE      write the cases as JSON, as the independent EVM is given them, and run nothing
               dotnet run --project tests/Fuzz -c Release -- wire [options]     what reads the network: see README.md
        The last line is "N passed, N failed". Exit code: 0 no difference, 1 a difference, 2 wrong usage.
        """;

    public long Cases { get; private set; } = 1000;

    public int Seed { get; private set; } = 1;

    public long First { get; private set; }

    public Fork? Fork { get; private set; }

    public long Seconds { get; private set; } = long.MaxValue / TimeSpan.TicksPerSecond;

    public string? Report { get; private set; }

    public string? Dump { get; private set; }

    /// <summary>The options, or null when they make no sense.</summary>
    public static FuzzOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new FuzzOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count || !options.Set(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        return options;
    }

    private bool Set(string name, string value)
    {
        var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        switch (name)
        {
            case "--cases":
                Cases = number;
                return isNumber && number > 0;
            case "--seed":
                Seed = (int)number;
                return isNumber && number <= int.MaxValue;
            case "--first":
                First = number;
                return isNumber;
            case "--seconds":
                Seconds = number;
                return isNumber && number > 0;
            case "--fork":
                Fork = Enum.TryParse<Fork>(value, ignoreCase: true, out var fork) ? fork : null;
                return Fork is not null;
            case "--report":
                Report = value;
                return true;
            case "--dump":
                Dump = value;
                return true;
            default:
                return false;
        }
    }
}
