using PoaSidechain.Chain;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>The blocks that may have one of several values at one place of a log, in rising order, with jumps.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class IndexCursor : IDisposable
{
    private const int MaxSteps = 8; // then a new seek is cheaper than walking on

    private readonly BlockTree _tree;
    private readonly byte _kind;
    private readonly ulong _last;
    private readonly (ReadOnlyMemory<byte> Value, IEnumerator<ulong> Blocks, bool IsAtEnd)[] _alternatives;

    public IndexCursor(BlockTree tree, byte kind, IEnumerable<ReadOnlyMemory<byte>> values, ulong first, ulong last)
    {
        (_tree, _kind, _last) = (tree, kind, last);
        _alternatives = [.. values.Select(value =>
        {
            var blocks = tree.FindLogBlocks(kind, value, first, last).GetEnumerator();
            return (value, blocks, !blocks.MoveNext());
        })];
    }

    /// <summary>The first block at or after a height; null when there is none in the range.</summary>
    public ulong? FirstFrom(ulong number)
    {
        ulong? lowest = null;
        for (var i = 0; i < _alternatives.Length; i++)
        {
            if (Advance(ref _alternatives[i], number) is { } found && (lowest is null || found < lowest))
            {
                lowest = found;
            }
        }

        return lowest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, blocks, _) in _alternatives)
        {
            blocks.Dispose();
        }
    }

    private ulong? Advance(ref (ReadOnlyMemory<byte> Value, IEnumerator<ulong> Blocks, bool IsAtEnd) alternative, ulong number)
    {
        for (var steps = 0; !alternative.IsAtEnd && alternative.Blocks.Current < number; steps++)
        {
            if (steps == MaxSteps)
            {
                alternative.Blocks.Dispose();
                alternative.Blocks = _tree.FindLogBlocks(_kind, alternative.Value, number, _last).GetEnumerator();
            }

            alternative.IsAtEnd = !alternative.Blocks.MoveNext();
        }

        return alternative.IsAtEnd ? null : alternative.Blocks.Current;
    }
}
