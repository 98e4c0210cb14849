using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Sync;

/// <summary>Hands blocks to the importer in order, a few ahead of its answers, so that it can write a run of them together.</summary>
/// <remarks>Thread: one at a time; <see cref="Contains"/> any. When the importer's own queue is full, adding waits: back-pressure down to the peers.</remarks>
internal sealed class ImportWindow(IBlockImporter importer, NetworkMetrics metrics)
{
    /// <summary>Blocks handed over and not answered yet.</summary>
    private const int Size = 32;

    private readonly Queue<(Block Block, Task<ImportResult> Result)> _waiting = new();
    private readonly Lock _hashesLock = new();
    private readonly HashSet<Hash256> _hashes = [];

    /// <summary>True while a block is with the importer because of catching up: it is no news to anybody.</summary>
    public bool Contains(in Hash256 hash)
    {
        lock (_hashesLock)
        {
            return _hashes.Contains(hash);
        }
    }

    /// <summary>Adds a block, after waiting for the oldest one if the window is full. Says the first refusal, with its block, or null.</summary>
    public async Task<(Block Block, BlockVerdict Verdict)?> AddAsync(Block block, CancellationToken cancellation)
    {
        lock (_hashesLock)
        {
            _hashes.Add(block.Hash);
        }

        _waiting.Enqueue((block, importer.ImportAsync(block, cancellation)));
        return _waiting.Count < Size ? null : await TakeAsync(cancellation);
    }

    /// <summary>Waits for all answers. Says the first refusal, with its block, or null.</summary>
    public async Task<(Block Block, BlockVerdict Verdict)?> DrainAsync(CancellationToken cancellation)
    {
        (Block, BlockVerdict)? first = null;
        while (_waiting.Count > 0)
        {
            var refusal = await TakeAsync(cancellation);
            first ??= refusal; // those that follow a refused block are refused because of it
        }

        return first;
    }

    private async Task<(Block Block, BlockVerdict Verdict)?> TakeAsync(CancellationToken cancellation)
    {
        var (block, pending) = _waiting.Dequeue();
        try
        {
            var result = await pending.WaitAsync(cancellation);
            metrics.BlockSynced(result.Outcome == ImportOutcome.Refused ? result.Verdict.Error.Text() : result.Outcome.ToString());
            return result.Outcome == ImportOutcome.Refused ? (block, result.Verdict) : null;
        }
        finally
        {
            lock (_hashesLock)
            {
                _hashes.Remove(block.Hash);
            }
        }
    }
}
