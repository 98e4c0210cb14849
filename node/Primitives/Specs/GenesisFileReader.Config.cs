namespace PoaSidechain.Primitives.Specs;

public static partial class GenesisFileReader
{
    private static readonly Dictionary<string, string> BlockForkKeys = ByFoldedName(
        "homesteadBlock", "daoForkBlock", "eip150Block", "eip155Block", "eip158Block", "byzantiumBlock", "constantinopleBlock",
        "petersburgBlock", "istanbulBlock", "muirGlacierBlock", "berlinBlock", "londonBlock", "arrowGlacierBlock", "grayGlacierBlock",
        "mergeNetsplitBlock");

    private static readonly Dictionary<string, string> TimeForkKeys = ByFoldedName(
        "shanghaiTime", "cancunTime", "pragueTime", "osakaTime", "bpo1Time", "bpo2Time", "bpo3Time", "bpo4Time", "bpo5Time");

    private static readonly Dictionary<string, Fork> BlobForkKeys = new(StringComparer.Ordinal)
    {
        ["cancun"] = Fork.Cancun,
        ["prague"] = Fork.Prague,
        ["osaka"] = Fork.Osaka,
    };

    /// <summary>Reads <c>config</c> into that of an earlier <c>config</c> of the same file.</summary>
    private static Config? ReadConfig(ref GenesisJson json, Config? config)
    {
        if (json.IsNull)
        {
            return null;
        }

        config ??= new Config();
        json.EnterObject("an object");
        while (json.NextName(out var name))
        {
            json.EndValue(ReadConfigField(ref json, name, config));
        }

        return config;
    }

    private static bool ReadConfigField(ref GenesisJson json, string name, Config config)
    {
        if (BlockForkKeys.TryGetValue(name, out var key))
        {
            config.Blocks[key] = json.BigInteger();
            return true;
        }

        if (TimeForkKeys.TryGetValue(name, out key))
        {
            config.Times[key] = json.UInt64();
            return true;
        }

        switch (name)
        {
            case "chainid": config.ChainId = ReadChainId(ref json); return true;
            case "clique": config.Clique = ReadClique(ref json, config.Clique); return true;
            case "ethash": SkipObject(ref json); return true;
            case "daoforksupport": _ = json.Bool(); return true;
            case "isdev": _ = json.Bool(); return true;
            case "terminaltotaldifficulty": config.TerminalTotalDifficulty = json.BigInteger(); return true;
            case "terminaltotaldifficultypassed": config.TerminalTotalDifficultyPassed = json.Bool() ?? config.TerminalTotalDifficultyPassed; return true;
            case "blobschedule": ReadBlobSchedule(ref json, config); return true;
            case "verkletime" or "amsterdamtime":
                // Differs from geth: a fork without rules here would lead the node astray when its time comes.
                return json.UInt64() is null ? true : throw json.Error("this node has no rules for this fork");
            default: return false;
        }
    }

    private static UInt256? ReadChainId(ref GenesisJson json)
    {
        const string expected = "an integer without quotes, from 0 to 2^256 - 2";
        var chainId = json.BigInteger(expected);
        return chainId == UInt256.MaxValue ? throw json.Unexpected(expected) : chainId;
    }

    private static CliqueParameters? ReadClique(ref GenesisJson json, CliqueParameters? clique)
    {
        if (json.IsNull)
        {
            return null;
        }

        var (period, epoch, tieBreak) = (clique?.PeriodSeconds ?? 0, clique?.EpochLength ?? 0, clique?.TieBreak);
        json.EnterObject("an object with period and epoch");
        while (json.NextName(out var name))
        {
            switch (name)
            {
                case "period": period = json.UInt64() ?? period; json.EndValue(wasRead: true); break;
                case "epoch": epoch = json.UInt64() ?? epoch; json.EndValue(wasRead: true); break;
                case "tiebreak": tieBreak = ReadTieBreak(ref json); json.EndValue(wasRead: true); break;
                default: json.EndValue(wasRead: false); break;
            }
        }

        return new CliqueParameters(period, epoch == 0 ? CliqueParameters.DefaultEpochLength : epoch, tieBreak);
    }

    /// <summary>A key of our own, which other clients pass over.</summary>
    private static CliqueTieBreak? ReadTieBreak(ref GenesisJson json)
    {
        const string expected = "eip3436 or first-seen";
        return json.IsNull ? null : json.Text(expected) switch
        {
            "eip3436" => CliqueTieBreak.Eip3436,
            "first-seen" => CliqueTieBreak.FirstSeen,
            _ => throw json.Unexpected(expected),
        };
    }

    private static void SkipObject(ref GenesisJson json)
    {
        if (json.IsNull)
        {
            return;
        }

        json.EnterObject("an object");
        while (json.NextKey(out _))
        {
            json.EndValue(wasRead: false);
        }
    }

    private static void ReadBlobSchedule(ref GenesisJson json, Config config)
    {
        if (json.IsNull)
        {
            return;
        }

        json.EnterObject("an object of forks");
        while (json.NextName(out var name))
        {
            var hasRules = BlobForkKeys.TryGetValue(name, out var fork);
            var isKnown = hasRules || (name.StartsWith("bpo", StringComparison.Ordinal) && TimeForkKeys.ContainsKey(name + "time"));
            if (hasRules && !json.IsNull)
            {
                config.BlobSchedule[fork] = ReadBlobParameters(ref json);
            }
            else if (isKnown && !json.IsNull)
            {
                config.BlobForks[name + "Time"] = ReadBlobParameters(ref json);
            }

            json.EndValue(isKnown);
        }
    }

    private static BlobParameters ReadBlobParameters(ref GenesisJson json)
    {
        var (target, max, fraction) = (0UL, 0UL, 0UL);
        json.EnterObject("an object with target, max and baseFeeUpdateFraction");
        while (json.NextName(out var name))
        {
            var isKnown = true;
            switch (name)
            {
                case "target": target = json.UInt64() ?? 0; break;
                case "max": max = json.UInt64() ?? 0; break;
                case "basefeeupdatefraction": fraction = json.UInt64() ?? 0; break;
                default: isKnown = false; break;
            }

            json.EndValue(isKnown);
        }

        return fraction > 0 ? new BlobParameters(target, max, fraction) : throw json.Missing("baseFeeUpdateFraction", "a number larger than 0");
    }

    private static Dictionary<string, string> ByFoldedName(params string[] names) =>
        names.ToDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);

    private sealed class Config
    {
        public UInt256? ChainId { get; set; }

        public CliqueParameters? Clique { get; set; }

        public UInt256? TerminalTotalDifficulty { get; set; }

        public bool TerminalTotalDifficultyPassed { get; set; }

        public Dictionary<string, UInt256?> Blocks { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, ulong?> Times { get; } = new(StringComparer.Ordinal);

        public Dictionary<Fork, BlobParameters> BlobSchedule { get; } = [];

        /// <summary>Limits of the forks that change nothing else, by the key of their time.</summary>
        public SortedDictionary<string, BlobParameters> BlobForks { get; } = new(StringComparer.Ordinal);

        public ChainSpec ToSpec()
        {
            var forks = ForkSchedule.Of(key => Blocks.GetValueOrDefault(key), key => Times.GetValueOrDefault(key));
            return new ChainSpec(ChainId ?? UInt256.Zero, forks.BlockForks, forks.TimeForks, forks.Eip155Block, Clique)
            {
                OtherForkBlocks = forks.OtherBlocks,
                OtherForkTimes = forks.OtherTimes,
                TerminalTotalDifficulty = TerminalTotalDifficulty,
                BlobSchedule = BlobSchedule,
                BlobForks = [.. BlobForks.Where(fork => Times.GetValueOrDefault(fork.Key) is not null).Select(fork => (Times[fork.Key]!.Value, fork.Value))],
            };
        }
    }
}
