using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Which logs a caller wants: of which blocks, contracts and topics.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
internal sealed record LogFilter
{
    /// <summary>Most topics that a log has.</summary>
    public const int MaxTopics = 4;

    /// <summary>All logs of the head.</summary>
    public static LogFilter All { get; } = new();

    /// <summary>The only block to look at, instead of a range.</summary>
    public Hash256? BlockHash { get; init; }

    /// <summary>The range's first block; null for the head.</summary>
    public BlockParameter? From { get; init; }

    /// <summary>The range's last block; null for the head.</summary>
    public BlockParameter? To { get; init; }

    /// <summary>The contracts; none for any.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>For each position the topics that may stand there; none for anything.</summary>
    public IReadOnlyList<IReadOnlyList<Hash256>> Topics { get; init; } = [];

    /// <summary>True when a log is wanted, wherever it is.</summary>
    public bool Matches(Log log)
    {
        if (Addresses.Count > 0 && !Addresses.Contains(log.Address))
        {
            return false;
        }

        if (Topics.Count > log.Topics.Length)
        {
            return false; // also where a position only has to be there
        }

        for (var i = 0; i < Topics.Count; i++)
        {
            if (Topics[i].Count > 0 && !Topics[i].Contains(log.Topics.Span[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False when a block's bloom says that it has no wanted log.</summary>
    public bool MayMatch(Bloom bloom)
    {
        if (Addresses.Count > 0 && !Addresses.Any(address => bloom.MayContain(address.Bytes)))
        {
            return false;
        }

        foreach (var alternatives in Topics)
        {
            if (alternatives.Count > 0 && !alternatives.Any(topic => bloom.MayContain(topic.Bytes)))
            {
                return false;
            }
        }

        return true;
    }
}
