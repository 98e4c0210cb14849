using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Makes the pending block out of head and pool when somebody asks, and keeps it for a moment.</summary>
/// <remarks>Thread: any. One build at a time: askers that come meanwhile get its result.</remarks>
internal sealed class PendingBlocks(BlockTree tree, BlockBuilder builder, IConsensusEngine engine, Address? signer, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock _buildLock = new();
    private PendingBlock? _block;
    private long _builtAt;

    /// <summary>The pending block on the head.</summary>
    public PendingBlock Get()
    {
        lock (_buildLock)
        {
            if (_block is null || _block.Header.ParentHash != tree.Head.Hash || time.GetElapsedTime(_builtAt) >= Lifetime)
            {
                _block = Build();
                _builtAt = time.GetTimestamp();
            }

            return _block;
        }
    }

    private PendingBlock Build()
    {
        var current = tree.Current;
        try
        {
            var built = builder.Build(current.Header, Template(current.Header), signer.GetValueOrDefault(), CancellationToken.None);
            return new PendingBlock(built.Header, built.Body, built.Receipts, built.PostState);
        }
        catch (OperationCanceledException)
        {
            // The head moved in this instant: it is the best answer there is.
            var body = tree.FindBody(current.Header.Hash) ?? BlockBody.Empty;
            return new PendingBlock(current.Header, body, tree.FindReceipts(current.Header.Hash) ?? [], current.State);
        }
    }

    private BlockHeader Template(BlockHeader head)
    {
        var now = (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds());
        if (engine is not CliqueEngine clique)
        {
            return new BlockHeader { Timestamp = Math.Max(head.Timestamp + 1, now), Difficulty = head.Difficulty };
        }

        var inTurn = signer is { } account && clique.GetSnapshot(head, tree)?.IsInTurn(head.Number + 1, account) == true;
        return new BlockHeader
        {
            Timestamp = Math.Max(head.Timestamp + clique.Parameters.PeriodSeconds, now),
            Difficulty = inTurn ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn,
            ExtraData = CliqueHeader.MakeExtraData([], []),
        };
    }
}
