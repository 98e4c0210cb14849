using System.Globalization;
using PoaSidechain.Tests.TestKit.Peers;

namespace PoaSidechain.Tests.Drills;

/// <summary>What the command line says.</summary>
internal sealed class DrillOptions
{
    public const string Usage = """
        Bad days of the network, rehearsed. Each drill prints a table; exit code 0 when nothing was violated, 1 when something was, 2 for wrong usage.

        usage: dotnet run --project tests/Drills -c Release -- DRILL [options]
          late-join   a node joins at genesis, from one peer that lies and one that stalls
              --blocks N     length of the chain (100000)
              --transfers N  in each block (1)
              --read-ahead on|off  recover signatures ahead of execution (on)
              --lie NAME     only this one, or None
          join        a node joins at genesis from two nodes: by executing every block, and by a downloaded state
              --blocks N, --transfers N  as above
          hostile     a node in a process of its own under attack, by RLPx and by UDP, while a good peer asks it
              --seconds N    for each kind of attack (5)
              --seed N       of what is sent (1)
          partition   seven signers in processes of their own behind proxies: cut 3/4, 4/3, one way, flapping
              --seconds N    for which each cut holds (20)
        """;

    /// <summary>The drills by name; each says whether all went well.</summary>
    public static IReadOnlyDictionary<string, Func<DrillOptions, Task<bool>>> Drills { get; } = new Dictionary<string, Func<DrillOptions, Task<bool>>>
    {
        ["late-join"] = LateJoinDrill.RunAsync,
        ["join"] = JoinDrill.RunAsync,
        ["hostile"] = HostileDrill.RunAsync,
        ["partition"] = PartitionDrill.RunAsync,
    };

    public required string Drill { get; init; }

    public int Blocks { get; private set; } = 100_000;

    public int Transfers { get; private set; } = 1;

    public bool ReadsAhead { get; private set; } = true;

    /// <summary>The one lie that is told; null for each in turn.</summary>
    public Lie? Lie { get; private set; }

    public int? Seconds { get; private set; }

    public int Seed { get; private set; } = 1;

    /// <summary>The options, or null when they make no sense.</summary>
    public static DrillOptions? Parse(string[] arguments)
    {
        if (arguments.Length % 2 == 0 || !Drills.ContainsKey(arguments[0]))
        {
            return null;
        }

        var options = new DrillOptions { Drill = arguments[0] };
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (!options.Set(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        return options;
    }

    private bool Set(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        switch (name)
        {
            case "--blocks":
                Blocks = number;
                return isNumber && number >= 100;
            case "--transfers":
                Transfers = number;
                return isNumber;
            case "--seconds":
                Seconds = number;
                return isNumber && number > 0;
            case "--seed":
                Seed = number;
                return isNumber;
            case "--lie":
                Lie = Enum.TryParse<Lie>(value, ignoreCase: true, out var lie) ? lie : null;
                return Lie is not null;
            case "--read-ahead":
                ReadsAhead = value is "on";
                return value is "on" or "off";
            default:
                return false;
        }
    }
}
