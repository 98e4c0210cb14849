using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Nodes;

namespace PoaSidechain.Tests.Drills;

/// <summary>Seven signers are cut in two in several ways, and joined again.</summary>
/// <remarks>
/// Clique lets a signer seal one of any floor(7/2)+1 = 4 blocks in a row (EIP-225): four can go on for ever, three can seal three blocks at the most.
/// </remarks>
internal static class PartitionDrill
{
    private const int Signers = 7;
    private const int Minority = 3;

    /// <summary>Blocks of the joined chain within which all must agree again: time for the longest pause before a peer is dialled again, 30 s, and a few more.</summary>
    private const ulong MostBlocksToHeal = 40;

    private static readonly TimeSpan FlapInterval = TimeSpan.FromSeconds(2);

    private static readonly (string Name, Func<int, bool> IsFirst, Cut Cut, bool Flaps)[] Cases =
    [
        ("3 | 4, nothing comes through", static signer => signer < 3, Cut.Silent, false),
        ("3 | 4, connections refused", static signer => signer < 3, Cut.Refused, false),
        ("4 | 3, nothing comes through", static signer => signer < 4, Cut.Silent, false),
        ("4 | 3, connections refused", static signer => signer < 4, Cut.Refused, false),
        ("3 -> 4 unheard, 3 <- 4 heard", static signer => signer < 3, Cut.FirstUnheard, false),
        ("4 -> 3 unheard, 4 <- 3 heard", static signer => signer < 4, Cut.FirstUnheard, false),
        ("3 | 4, flapping every 2 s", static signer => signer < 3, Cut.Refused, true),
    ];

    public static async Task<bool> RunAsync(DrillOptions options)
    {
        var seconds = TimeSpan.FromSeconds(options.Seconds ?? 20);
        await using var network = await SignerNetwork.StartAsync(Signers);
        Console.WriteLine($"{Signers} signers, period 1 s, each cut {seconds.TotalSeconds} s; {Machine.Commit()}");
        var table = new Table("cut", "blocks of the majority", "blocks of the minority alone", "healed after s", "healed after blocks", "verdict");
        var isGood = true;
        foreach (var (name, isFirst, cut, flaps) in Cases)
        {
            await network.UntilMeshedAsync();
            isGood &= await RunCaseAsync(network, table, name, isFirst, flaps ? FlapAsync(network, isFirst, cut, seconds) : HoldAsync(network, isFirst, cut, seconds), flaps);
        }

        return isGood;
    }

    private static async Task<bool> RunCaseAsync(SignerNetwork network, Table table, string name, Func<int, bool> isFirst, Task cutting, bool flaps)
    {
        var firstAreMajority = Enumerable.Range(0, Signers).Count(isFirst) > Minority;
        int[] majority = [.. Enumerable.Range(0, Signers).Where(signer => isFirst(signer) == firstAreMajority)];
        int[] minority = [.. Enumerable.Range(0, Signers).Except(majority)];
        var before = (await network.HeadsAsync()).Max();
        await cutting;

        // As it is at the end of the cut, links still closed.
        var heads = await network.HeadsAsync();
        var grown = majority.Max(signer => heads[signer]) - before;
        var alone = 0UL;
        foreach (var signer in minority)
        {
            alone = Math.Max(alone, heads[signer] - await network.CommonAsync(signer, majority[0]));
        }

        network.Cut(isFirst, Cut.None);
        var healing = TimeProvider.System.GetTimestamp();
        var head = heads.Max();
        List<string> violations = [];
        try
        {
            await Poll.UntilAsync(() => network.AgreeAboveAsync(head), TimeSpan.FromSeconds(MostBlocksToHeal * 3), () => string.Concat(network.Nodes.Select(static node => node.LogTail)));
        }
        catch (TimeoutException e)
        {
            violations.Add("NO AGREEMENT");
            await Console.Error.WriteLineAsync(e.Message);
        }

        var healed = TimeProvider.System.GetElapsedTime(healing);
        var blocks = (await network.HeadsAsync()).Max() - head;
        violations.AddRange(grown < 3 ? ["MAJORITY STOPPED"] : Array.Empty<string>());
        violations.AddRange(alone > Minority && !flaps ? ["MINORITY SEALED PAST ITS RIGHT"] : Array.Empty<string>());
        violations.AddRange(blocks > MostBlocksToHeal ? ["HEALED LATE"] : Array.Empty<string>());
        table.Add(name, $"{grown}", $"{alone}", $"{healed.TotalSeconds:F1}", $"{blocks}", violations.Count == 0 ? "good" : string.Join(", ", violations));
        return violations.Count == 0;
    }

    private static async Task HoldAsync(SignerNetwork network, Func<int, bool> isFirst, Cut cut, TimeSpan time)
    {
        network.Cut(isFirst, cut);
        await Task.Delay(time, TimeProvider.System);
    }

    private static async Task FlapAsync(SignerNetwork network, Func<int, bool> isFirst, Cut cut, TimeSpan time)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var isCut = true; TimeProvider.System.GetElapsedTime(began) < time; isCut = !isCut)
        {
            network.Cut(isFirst, isCut ? cut : Cut.None);
            await Task.Delay(FlapInterval, TimeProvider.System);
        }
    }
}
