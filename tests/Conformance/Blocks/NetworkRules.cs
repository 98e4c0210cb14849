using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>The rules of a foreign network: the forks, and what only an engine of proof of work has to know.</summary>
internal sealed record NetworkRules(ChainSpec Spec)
{
    /// <summary>First block of the DAO fork, if the network has it.</summary>
    public ulong? DaoBlock { get; init; }

    /// <summary>Total difficulty from which on blocks have no proof of work; null when the network never leaves it, or was never in it.</summary>
    public UInt256? TerminalTotalDifficulty { get; init; }

    /// <summary>The difficulty of all blocks, on networks that fix it.</summary>
    public UInt256? FixedDifficulty { get; init; }

    /// <summary>Forks that put the difficulty bomb off and changed nothing else, in order: first block, blocks of delay.</summary>
    public IReadOnlyList<(ulong Block, ulong Delay)> BombForks { get; init; } = [];

    /// <summary>Blocks by which the bomb is put off at a block.</summary>
    public ulong BombDelayAt(ulong number, Fork fork)
    {
        var delay = DifficultyRules.BombDelayOf(fork);
        foreach (var bomb in BombForks)
        {
            delay = bomb.Block <= number ? Math.Max(delay, bomb.Delay) : delay;
        }

        return delay;
    }
}
