using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique.Evidence;

/// <summary>Looks at every seal that is accepted, on whatever branch, for a second block of its signer at the same height.</summary>
/// <remarks>
/// Seal hashes are compared, not block hashes: anyone can give a sealed block another hash (spec: seal malleability). Thread: importer loop.
/// </remarks>
public sealed partial class EquivocationWatch
{
    private const int RememberedSeals = 4096;
    private const int MostAtOneHeight = 8;

    private readonly LruCache<(Address Signer, ulong Number), BlockHeader[]> _seen = new(RememberedSeals);
    private readonly CliqueEngine _engine;
    private readonly IBlockTree _tree;
    private readonly EquivocationStore _store;
    private readonly CliqueMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Begins to watch.</summary>
    public EquivocationWatch(CliqueEngine engine, IBlockTree tree, EquivocationStore store, CliqueMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_engine, _tree, _store, _metrics, _time, _logger) = (engine, tree, store, metrics, time, logger);
        engine.SealAccepted += Observe;
    }

    private void Observe(BlockHeader header, Address signer)
    {
        var key = (signer, header.Number);
        var known = _seen.TryGet(key, out var seen) ? seen : Canonical(header.Number, signer);
        if (known.Length > 0) // rarely: the hashes are not made for the one block of a height that nearly all are
        {
            var sealHash = CliqueHeader.SealHash(header);
            if (Array.Exists(known, other => CliqueHeader.SealHash(other) == sealHash))
            {
                return;
            }

            var first = known.MaxBy(other => other.ParentHash == header.ParentHash)!; // the closest relative is the best evidence
            var kind = first.ParentHash == header.ParentHash ? EquivocationKind.SameParent : EquivocationKind.TwoBranches;
            Report(new Equivocation(kind, signer, (ulong)_time.GetUtcNow().ToUnixTimeSeconds(), first, header));
        }

        if (known.Length < MostAtOneHeight)
        {
            _seen.Set(key, [.. known, header]);
        }
    }

    /// <summary>What the canonical chain has of this signer at that height: all that is remembered after a restart.</summary>
    private BlockHeader[] Canonical(ulong number, in Address signer) =>
        _tree.FindHeader(number) is { } header && _engine.TryGetSigner(header, out var sealer) && sealer == signer ? [header] : [];

    private void Report(Equivocation equivocation)
    {
        if (!_store.TryAdd(equivocation))
        {
            return;
        }

        _metrics.Equivocation(equivocation.Kind);
        if (equivocation.Kind == EquivocationKind.SameParent)
        {
            Log.Equivocation(_logger, equivocation.Signer, equivocation.Number, equivocation.First.Hash, equivocation.Second.Hash);
        }
        else
        {
            Log.TwoBranches(_logger, equivocation.Signer, equivocation.Number, equivocation.First.Hash, equivocation.Second.Hash);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5050, LogLevel.Critical,
            "ALARM: signer {Signer} sealed two blocks {Number} on one parent: {First} and {Second}. Evidence: clique_getEquivocations")]
        public static partial void Equivocation(ILogger logger, Address signer, ulong number, Hash256 first, Hash256 second);

        [LoggerMessage(5051, LogLevel.Information,
            "Signer {Signer} sealed block {Number} on two branches: {First} and {Second}. After a reorganisation that is no fault; if it repeats, its key is in use twice")]
        public static partial void TwoBranches(ILogger logger, Address signer, ulong number, Hash256 first, Hash256 second);
    }
}
