namespace PoaSidechain.Primitives.Specs;

/// <summary>The forks of a genesis file, checked for their order and sorted into those with rules and those that only split the chain.</summary>
internal sealed record ForkSchedule(
    IReadOnlyList<(Fork Fork, ulong Block)> BlockForks,
    IReadOnlyList<(Fork Fork, ulong Time)> TimeForks,
    ulong? Eip155Block,
    IReadOnlyList<ulong> OtherBlocks,
    IReadOnlyList<ulong> OtherTimes)
{
    // In the order in which a chain goes through them. An optional one may be absent although a later one is set.
    // Differs from geth: Cancun, Prague and Osaka are not optional, since each fork's rules here contain those before it.
    private static readonly Entry[] Order =
    [
        new("homesteadBlock", Fork.Homestead),
        new("daoForkBlock", null, IsOptional: true),
        new("eip150Block", Fork.TangerineWhistle),
        new("eip155Block", null),
        new("eip158Block", Fork.SpuriousDragon),
        new("byzantiumBlock", Fork.Byzantium),
        new("constantinopleBlock", Fork.Constantinople),
        new("petersburgBlock", Fork.Petersburg),
        new("istanbulBlock", Fork.Istanbul),
        new("muirGlacierBlock", null, IsOptional: true),
        new("berlinBlock", Fork.Berlin),
        new("londonBlock", Fork.London),
        new("arrowGlacierBlock", null, IsOptional: true),
        new("grayGlacierBlock", null, IsOptional: true),
        new("mergeNetsplitBlock", null, IsOptional: true),
        new("shanghaiTime", Fork.Shanghai, IsTime: true),
        new("cancunTime", Fork.Cancun, IsTime: true),
        new("pragueTime", Fork.Prague, IsTime: true),
        new("osakaTime", Fork.Osaka, IsTime: true),
        new("bpo1Time", null, IsOptional: true, IsTime: true),
        new("bpo2Time", null, IsOptional: true, IsTime: true),
        new("bpo3Time", null, IsOptional: true, IsTime: true),
        new("bpo4Time", null, IsOptional: true, IsTime: true),
        new("bpo5Time", null, IsOptional: true, IsTime: true),
    ];

    /// <summary>From the numbers of a file; a block beyond 64 bits is never reached.</summary>
    public static ForkSchedule Of(Func<string, UInt256?> blockOf, Func<string, ulong?> timeOf)
    {
        var activations = Array.ConvertAll(Order, entry => (Entry: entry, At: entry.IsTime ? timeOf(entry.Key) : blockOf(entry.Key)));
        CheckOrder(activations);
        var set = activations.Where(a => a.At is not null).Select(a => (a.Entry, At: a.At!.Value.SaturateToUInt64())).ToList();
        var blockForks = set.Where(a => a.Entry is { Fork: not null, IsTime: false }).Select(a => (a.Entry.Fork!.Value, a.At)).ToList();
        AddImpliedPetersburg(blockForks);
        return new ForkSchedule(
            blockForks,
            [.. set.Where(a => a.Entry is { Fork: not null, IsTime: true }).Select(a => (a.Entry.Fork!.Value, a.At))],
            blockOf("eip155Block")?.SaturateToUInt64(),
            [.. set.Where(a => a.Entry is { Fork: null, IsTime: false } && a.Entry.Key != "eip155Block").Select(a => a.At)],
            [.. set.Where(a => a.Entry is { Fork: null, IsTime: true }).Select(a => a.At)]);
    }

    private static void CheckOrder(IEnumerable<(Entry Entry, UInt256? At)> activations)
    {
        (Entry Entry, UInt256? At)? last = null;
        foreach (var current in activations)
        {
            if (last is { } earlier && current.At is { } at)
            {
                CheckPair(earlier.Entry, earlier.At, current.Entry, at);
            }

            if (current.At is not null || !current.Entry.IsOptional)
            {
                last = current;
            }
        }
    }

    /// <summary>The texts are geth's.</summary>
    private static void CheckPair(Entry earlier, UInt256? earlierAt, Entry later, UInt256 at)
    {
        var path = "config." + later.Key;
        if (earlierAt is not { } from)
        {
            throw new GenesisFileException(
                path, $"unsupported fork ordering: {earlier.Key} not enabled, but {later.Key} enabled at {later.Unit} {at}");
        }

        if (earlier.IsTime == later.IsTime && from > at)
        {
            throw new GenesisFileException(
                path,
                $"unsupported fork ordering: {earlier.Key} enabled at {earlier.Unit} {from}, but {later.Key} enabled at {later.Unit} {at}");
        }
    }

    /// <summary>A file that ends with Constantinople and says nothing of Petersburg means both.</summary>
    private static void AddImpliedPetersburg(List<(Fork Fork, ulong Block)> blockForks)
    {
        if (blockForks.Count > 0 && blockForks[^1].Fork == Fork.Constantinople)
        {
            blockForks.Add((Fork.Petersburg, blockForks[^1].Block));
        }
    }

    private sealed record Entry(string Key, Fork? Fork, bool IsOptional = false, bool IsTime = false)
    {
        public string Unit => IsTime ? "timestamp" : "block";
    }
}
