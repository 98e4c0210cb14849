using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain.Store;

/// <summary>The <c>config</c> object of the genesis file as the database keeps it.</summary>
public static class GenesisConfig
{
    private const int LeastExtraData = 97; // vanity and seal, without which no Clique genesis is read

    /// <summary>Reads a stored config, which was valid when it was stored.</summary>
    public static ChainSpec Read(ReadOnlySpan<byte> config)
    {
        var text = Encoding.UTF8.GetString(config);
        var extraData = Hex.Encode(new byte[LeastExtraData]);
        return GenesisFileReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"config":{{text}},"alloc":{},"difficulty":1,"gasLimit":1,"extraData":"{{extraData}}"}""")).Spec;
    }

    /// <summary>What keeps a chain from changing to other rules, in geth's words; null when nothing does.</summary>
    public static string? FindConflict(ChainSpec before, ChainSpec after, BlockHeader head)
    {
        if (before.ChainId != after.ChainId)
        {
            return $"mismatching chain id in database (have {before.ChainId}, want {after.ChainId})";
        }

        if (before.Clique != after.Clique)
        {
            return $"mismatching clique parameters in database (have {before.Clique}, want {after.Clique})";
        }

        foreach (var fork in Enum.GetValues<Fork>())
        {
            var (oldBlock, newBlock) = (before.BlockOf(fork), after.BlockOf(fork));
            if (oldBlock != newBlock && (oldBlock <= head.Number || newBlock <= head.Number))
            {
                return $"mismatching {fork} fork block in database (have {Text(oldBlock)}, want {Text(newBlock)}, the head is {head.Number})";
            }

            var (oldTime, newTime) = (TimeOf(before, fork), TimeOf(after, fork));
            if (oldTime != newTime && (oldTime <= head.Timestamp || newTime <= head.Timestamp))
            {
                return $"mismatching {fork} fork time in database (have {Text(oldTime)}, want {Text(newTime)}, the head is at {head.Timestamp})";
            }
        }

        return null;
    }

    private static ulong? TimeOf(ChainSpec spec, Fork fork)
    {
        foreach (var (candidate, time) in spec.TimeForks)
        {
            if (candidate == fork)
            {
                return time;
            }
        }

        return null;
    }

    private static string Text(ulong? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
