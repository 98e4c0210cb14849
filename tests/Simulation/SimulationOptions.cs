using System.Globalization;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Simulation;

/// <summary>What was asked for on the command line.</summary>
internal sealed record SimulationOptions
{
    public const string Usage = """
        usage: simulation [--signers N] [--schedules N] [--seed N] [--threads N] [--tie-break eip3436|first-seen]
               simulation --replay SEED [--signers N]
          --signers    4 to 21; without it each schedule draws its own number
          --schedules  how many (1000)
          --seed       the first of their seeds (1)
          --threads    how many run at once (number of processors)
          --replay     runs the one schedule of a seed and tells everything that happens
        """;

    /// <summary>Number of signers; null for one drawn by each schedule.</summary>
    public int? Signers { get; private init; }

    public int Schedules { get; private init; } = 1000;

    public int Seed { get; private init; } = 1;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    public int? Replay { get; private init; }

    public CliqueTieBreak TieBreak { get; private init; }

    /// <summary>The options; null when they cannot be understood.</summary>
    public static SimulationOptions? Parse(string[] args)
    {
        var options = new SimulationOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var isNumber = int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            var next = (args[i], isNumber) switch
            {
                ("--signers", true) when number is >= 4 and <= 21 => options with { Signers = number },
                ("--schedules", true) => options with { Schedules = number },
                ("--seed", true) => options with { Seed = number },
                ("--threads", true) when number > 0 => options with { Threads = number },
                ("--replay", true) => options with { Replay = number },
                ("--tie-break", false) when args[i + 1] is "eip3436" => options with { TieBreak = CliqueTieBreak.Eip3436 },
                ("--tie-break", false) when args[i + 1] is "first-seen" => options with { TieBreak = CliqueTieBreak.FirstSeen },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
