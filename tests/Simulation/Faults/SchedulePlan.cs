using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Tests.Simulation.Nodes;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Simulation.Faults;

/// <summary>What a seed stands for: how many signers, who of them acts how, how bad network and clocks are.</summary>
internal sealed class SchedulePlan
{
    private const double GoodClockSeconds = 0.4;

    private SchedulePlan(int seed, int signers, ulong period, Random random)
    {
        Seed = seed;
        Period = period;
        SignerLimit = (signers / 2) + 1;
        MessageDelay = TimeSpan.FromMilliseconds(5 + random.Next(random.Next(3) == 0 ? 250 : 60));
        SlowShare = random.Next(2) == 0 ? 0 : random.NextDouble() * 0.1;
        Parts = MakeParts(signers, random);
    }

    public int Seed { get; }

    /// <summary>Seconds between blocks.</summary>
    public ulong Period { get; }

    /// <summary>floor(N/2) + 1.</summary>
    public int SignerLimit { get; }

    public TimeSpan MessageDelay { get; }

    public double SlowShare { get; }

    public IReadOnlyList<SignerPart> Parts { get; }

    /// <summary>Longest time between two blocks while all goes well: period, head start, the whole random delay, the way.</summary>
    public TimeSpan SlowestBlock =>
        TimeSpan.FromSeconds(Period + Math.Min(Period / 2.0, 2) + (SignerLimit * 0.5)) + (10 * MessageDelay);

    /// <summary>The plan of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="signers">Number of signers; null for 4 to 21.</param>
    public static SchedulePlan Of(int seed, int? signers)
    {
        var random = new Random(seed);
        var size = signers ?? random.Next(4, 22);
        ulong[] periods = [1, 1, 2, 5];
        return new SchedulePlan(seed, size, periods[random.Next(periods.Length)], random);
    }

    /// <summary>
    /// Most byzantine signers: a minority, so that the honest ones can go on alone; and fewer than two quorums have in common, so that those share an honest one.
    /// </summary>
    public static int MostByzantine(int signers) => Math.Min((signers - 1) / 2, (2 * SignerSet.QuorumOf(signers)) - signers - 1);

    public override string ToString() =>
        $"{Parts.Count} signers, period {Period} s, delay {MessageDelay.TotalMilliseconds:F0} ms, byzantine: {string.Join(", ", Parts.Where(part => !part.IsHonest).Select(part => part.Behaviour))}";

    private static SignerPart[] MakeParts(int signers, Random random)
    {
        var keys = Enumerable.Range(0, signers).Select(i => TestKeys.Named($"signer {i}")).ToArray();
        var byzantine = random.Next(2) == 0 ? 0 : random.Next(MostByzantine(signers) + 1);
        var spare = signers - byzantine - ((signers / 2) + 1); // honest ones that the chain can do without
        var badClocks = random.Next(3) == 0 ? random.Next(spare + 1) : 0;
        var parts = new SignerPart[signers];
        for (var i = 0; i < signers; i++)
        {
            var behaviour = i < byzantine ? (Behaviour)(1 + random.Next(5)) : Behaviour.Honest;
            var error = (random.NextDouble() - 0.5) * 2 * (i >= byzantine && i < byzantine + badClocks ? 12 : GoodClockSeconds);
            parts[i] = new SignerPart(keys[i], behaviour, TimeSpan.FromSeconds(error));
        }

        random.Shuffle(parts);
        return parts;
    }

    /// <summary>True for a signer that is honest and whose clock is nearly right: those of whom progress is asked.</summary>
    public bool IsSound(int node) => Parts[node].IsHonest && Math.Abs(Parts[node].ClockError.TotalSeconds) <= GoodClockSeconds;
}
