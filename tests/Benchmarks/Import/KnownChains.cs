namespace PoaSidechain.Tests.Benchmarks.Import;

/// <summary>The chains sealed by geth 1.13 that every run replays.</summary>
internal static class KnownChains
{
    private static readonly (string Name, string Genesis, string Chain)[] All =
    [
        ("transfers-50k", "genesis-bench.json.gz", "transfers-50k.rlp.gz"),
        ("erc20-50k", "genesis-bench.json.gz", "erc20-50k.rlp.gz"),
        ("heavy-mix", "genesis-bench.json.gz", "heavy-mix.rlp.gz"),
        ("votes-400", "genesis-votes.json.gz", "votes-400.rlp.gz"),
    ];

    /// <summary>The folder of the chains, or null.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The chains that are there.</summary>
    public static IEnumerable<ChainFile> Load() => Folder is null ? [] : All
        .Where(chain => File.Exists(Path.Combine(Folder, chain.Chain)))
        .Select(chain => ChainFile.Load(chain.Name, Path.Combine(Folder, chain.Genesis), Path.Combine(Folder, chain.Chain)));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("POA_BENCH") is { Length: > 0 } configured)
        {
            return Directory.Exists(configured) ? configured : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "bench");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
