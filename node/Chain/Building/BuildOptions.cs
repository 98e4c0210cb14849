namespace PoaSidechain.Chain.Building;

/// <summary>What this node puts into its own blocks.</summary>
public sealed class BuildOptions
{
    /// <summary>Gas limit that own blocks move towards, by less than 1/1024 a block (<c>--miner.gaslimit</c>).</summary>
    public ulong GasLimit { get; init; } = 30_000_000;

    /// <summary>Longest time that filling a block may take.</summary>
    public TimeSpan MaxBuildTime { get; init; } = TimeSpan.FromMilliseconds(800);
}
