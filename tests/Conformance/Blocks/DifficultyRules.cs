using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>The difficulty of proof-of-work blocks (Yellow Paper section 4.3.4, EIP-2, 100 and those that put the bomb off).</summary>
internal static class DifficultyRules
{
    /// <summary>Least difficulty of a block.</summary>
    public const ulong Minimum = 131_072;
    private const ulong BoundDivisor = 2_048;
    private const ulong FrontierDuration = 13;
    private const ulong HomesteadDuration = 10;
    private const ulong ByzantiumDuration = 9;
    private const long LowestFactor = -99;
    private const ulong BombPeriod = 100_000;

    /// <summary>Blocks by which a fork puts the bomb off (EIP-649, 1234, 2384, 3554).</summary>
    public static ulong BombDelayOf(Fork fork) => fork switch
    {
        >= Fork.London => 9_700_000,
        >= Fork.Berlin => 9_000_000, // EIP-2384 came with a fork of its own, just before
        >= Fork.Constantinople => 5_000_000,
        >= Fork.Byzantium => 3_000_000,
        _ => 0,
    };

    /// <summary>The difficulty of a block.</summary>
    /// <param name="fork">Fork in force.</param>
    /// <param name="bombDelay">Blocks by which the bomb is put off.</param>
    /// <param name="number">Its number.</param>
    /// <param name="timestamp">Its time.</param>
    /// <param name="parent">Difficulty and time of its parent, and whether that has uncles.</param>
    public static UInt256 Of(Fork fork, ulong bombDelay, ulong number, ulong timestamp, (UInt256 Difficulty, ulong Timestamp, bool HasUncles) parent)
    {
        var step = parent.Difficulty / BoundDivisor;
        var factor = Factor(fork, timestamp - parent.Timestamp, parent.HasUncles);
        var change = step * (ulong)Math.Abs(factor);
        var difficulty = factor >= 0 ? parent.Difficulty + change : change > parent.Difficulty ? default : parent.Difficulty - change;
        difficulty = difficulty < Minimum ? Minimum : difficulty;

        var period = (number > bombDelay ? number - bombDelay : 0) / BombPeriod;
        if (period > 1)
        {
            difficulty += UInt256.One << (int)Math.Min(period - 2, 255);
        }

        return difficulty < Minimum ? Minimum : difficulty;
    }

    private static long Factor(Fork fork, ulong duration, bool parentHasUncles)
    {
        if (fork < Fork.Homestead)
        {
            return duration < FrontierDuration ? 1 : -1;
        }

        var whole = fork < Fork.Byzantium ? 1 : parentHasUncles ? 2 : 1;
        var steps = (long)Math.Min(duration / (fork < Fork.Byzantium ? HomesteadDuration : ByzantiumDuration), 1_000);
        return Math.Max(whole - steps, LowestFactor);
    }
}
