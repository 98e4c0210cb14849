using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Genesis;

/// <summary>Nethermind activates each EIP by itself; geth's forks are bundles of them.</summary>
internal static class NethermindForks
{
    private static readonly (string Fork, string[] Keys)[] Bundles =
    [
        ("homesteadBlock", ["homesteadTransition"]),
        ("eip150Block", ["eip150Transition"]),
        ("eip155Block", ["eip155Transition"]),
        ("eip158Block", ["eip160Transition", "eip161abcTransition", "eip161dTransition"]),
        ("byzantiumBlock", ["eip140Transition", "eip211Transition", "eip214Transition", "eip658Transition"]),
        ("constantinopleBlock", ["eip145Transition", "eip1014Transition", "eip1052Transition"]),
        ("petersburgBlock", ["eip1283DisableTransition"]),
        ("istanbulBlock", ["eip1344Transition", "eip1884Transition", "eip2028Transition", "eip2200Transition"]),
        ("berlinBlock", ["eip2565Transition", "eip2929Transition", "eip2930Transition"]),
        ("londonBlock", ["eip1559Transition", "eip3198Transition", "eip3529Transition", "eip3541Transition"]),
        ("shanghaiTime", ["eip3651TransitionTimestamp", "eip3855TransitionTimestamp", "eip3860TransitionTimestamp", "eip4895TransitionTimestamp"]),
        ("cancunTime", ["eip1153TransitionTimestamp", "eip4788TransitionTimestamp", "eip4844TransitionTimestamp", "eip5656TransitionTimestamp", "eip6780TransitionTimestamp"]),
        ("pragueTime", ["eip2537TransitionTimestamp", "eip2935TransitionTimestamp", "eip7623TransitionTimestamp", "eip7702TransitionTimestamp"]),
        ("osakaTime", ["eip7823TransitionTimestamp", "eip7825TransitionTimestamp", "eip7883TransitionTimestamp", "eip7939TransitionTimestamp", "eip7951TransitionTimestamp"]),
    ];

    /// <summary>geth's forks; null for one that is not there. EIPs of one fork that begin at different times are refused.</summary>
    public static IReadOnlyDictionary<string, string?> Read(Func<string, string?> parameter)
    {
        var forks = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (fork, keys) in Bundles)
        {
            var given = keys.Select(key => (Key: key, Value: parameter(key))).Where(pair => pair.Value is not null).ToArray();
            if (given.DistinctBy(pair => pair.Value, StringComparer.OrdinalIgnoreCase).Count() > 1)
            {
                throw new GenesisFileException(
                    "params." + given[1].Key, $"geth's {fork} brings {string.Join(", ", given.Select(pair => $"{pair.Key} ({pair.Value})"))} at one time; here they differ");
            }

            forks[fork] = given.Length > 0 ? given[0].Value : null;
        }

        return forks;
    }
}
