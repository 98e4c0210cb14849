using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Finds out what stands behind a digest that L1 accepted, and whether the own node derives the same.</summary>
/// <remarks>
/// The digest is proven and commits to every field. So it does not matter where the fields come from (journal, notice board, guesses from
/// L1 events): only the right ones hash to it. Thread: the loop only.
/// </remarks>
internal sealed partial class AcceptedCheckpoints(
    NodeClient node, L1Reader l1, NoticeBoard board, CheckpointArchive archive, Deployment deployment, int logRange, ILogger logger)
{
    /// <summary>Rounds tried when nobody shows which one L1 accepted.</summary>
    private const uint RoundsTried = 256;

    private static readonly AbiEvent Accepted = BridgeAbi.Anchor.Event("CheckpointAccepted");

    private readonly BridgeIdentity _identity = deployment.Identity;

    /// <summary>Compares the head of a final L1 block with the own node; gives the checkpoint when they agree.</summary>
    public async Task<(Agreement Agreement, Checkpoint? Checkpoint)> CompareAsync(L1View final, CancellationToken cancellationToken)
    {
        var nodeHead = await node.Chain.HeadAsync(cancellationToken);
        if (nodeHead.Number < final.Head.LastBlock)
        {
            return (Agreement.Unknown, null);
        }

        if (archive.Find(final.HeadDigest) is { } known)
        {
            var isCanonical = await node.HeaderAsync(known.LastBlock, known.LastBlockHash, cancellationToken) is not null;
            return isCanonical ? (Agreement.Agrees, known) : (Agreement.Differs, null);
        }

        if (await ClaimedAsync(final.HeadDigest, final.Head.LastBlock, nodeHead.Number, cancellationToken) is { } claimed)
        {
            return await VerifyAsync(claimed, cancellationToken) ? (Agreement.Agrees, claimed) : (Agreement.Differs, null);
        }

        return await GuessAsync(final, cancellationToken) is { } guessed ? (Agreement.Agrees, guessed) : (Agreement.Differs, null);
    }

    /// <summary>The checkpoint behind a digest that this node agrees with; null when it knows none.</summary>
    public async Task<Checkpoint?> IdentifyAsync(AnchorHead head, CancellationToken cancellationToken)
    {
        if (archive.Find(head.Digest) is { } known)
        {
            return known;
        }

        var nodeHead = await node.Chain.HeadAsync(cancellationToken);
        if (nodeHead.Number < head.LastBlock
            || await ClaimedAsync(head.Digest, head.LastBlock, nodeHead.Number, cancellationToken) is not { } claimed
            || !await VerifyAsync(claimed, cancellationToken))
        {
            return null;
        }

        archive.Keep(claimed);
        return claimed;
    }

    /// <summary>Last block of the checkpoint that L1 accepted under an index, by its event; null if there is none.</summary>
    public async Task<ulong?> LastBlockAsync(L1View final, ulong index, CancellationToken cancellationToken)
    {
        var topic = ((UInt256)index).ToHash256();
        for (var to = final.Block.Number; ; to -= (ulong)logRange)
        {
            var from = to >= deployment.L1StartBlock + (ulong)logRange ? to - (ulong)logRange + 1 : deployment.L1StartBlock;
            var filter = new LogFilter(_identity.Anchor, from, to, Accepted.Topic, topic);
            var logs = await l1.Endpoints.AskAsync(e => e.LogsAsync(filter, cancellationToken));
            if (logs.Count > 0)
            {
                return Accepted.Decode(logs[0].ToLog()).Get<ulong>("lastBlock");
            }

            if (from == deployment.L1StartBlock)
            {
                return null;
            }
        }
    }

    /// <summary>The checkpoint as signers posted it on the notice board.</summary>
    private async Task<Checkpoint?> ClaimedAsync(Hash256 digest, ulong lastBlock, ulong nodeHead, CancellationToken cancellationToken)
    {
        var entry = await board.FindAsync(digest, lastBlock, nodeHead, cancellationToken);
        return entry is not null && Checkpoint.TryDecode(entry.Encoded.Span, out var checkpoint) ? checkpoint : null;
    }

    private async Task<bool> VerifyAsync(Checkpoint claimed, CancellationToken cancellationToken)
    {
        var derived = await DeriveAsync(claimed.Index, claimed.ParentDigest, claimed.FirstBlock, claimed.LastBlock, claimed, cancellationToken);
        return derived is not null && _identity.Digest(derived with { Round = claimed.Round }) == _identity.Digest(claimed);
    }

    /// <summary>Derives the checkpoint from the node alone, with what L1's events say about its range and parent; the round is tried out.</summary>
    private async Task<Checkpoint?> GuessAsync(L1View final, CancellationToken cancellationToken)
    {
        var index = final.Head.Index;
        var parentDigest = index == 1 ? _identity.GenesisDigest : await l1.DigestAsync(final.Block, index - 1, cancellationToken);
        var parentLast = index == 1 ? 0 : await LastBlockAsync(final, index - 1, cancellationToken);
        if (parentLast is not { } before
            || await DeriveAsync(index, parentDigest, before + 1, final.Head.LastBlock, null, cancellationToken) is not { } derived)
        {
            return null;
        }

        // Accepted by sealed headers: nobody signed it, so it is not on the board, and L1 could not see a tree of blocks.
        var unsigned = derived with { BlocksRoot = default, NextSetHash = derived.SetHash };
        if (_identity.Digest(unsigned) == final.HeadDigest)
        {
            return unsigned;
        }

        for (uint round = 0; round < RoundsTried; round++)
        {
            var candidate = derived with { Round = round };
            if (_identity.Digest(candidate) == final.HeadDigest)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>
    /// The checkpoint of a range as the node has it. Where the node no longer has the state of the last block, the contracts' values are
    /// taken as claimed: the state root that commits to them is the node's own.
    /// </summary>
    private async Task<Checkpoint?> DeriveAsync(
        ulong index, Hash256 parentDigest, ulong first, ulong last, Checkpoint? claimed, CancellationToken cancellationToken)
    {
        var headers = await RangeAsync(first - 1, last, cancellationToken);
        if (headers is null)
        {
            return null;
        }

        BridgeState state;
        try
        {
            state = await BridgeState.ReadAsync(node.Chain, headers[^1], _identity, cancellationToken);
        }
        catch (RpcException e) when (claimed is not null)
        {
            Log.StateMissing(logger, last, e.Message);
            state = new BridgeState(claimed.WithdrawalRoot, claimed.WithdrawalCount, claimed.DepositCount, claimed.DepositAcc);
        }

        var before = (await node.SignersAfterAsync(headers[0].Hash, cancellationToken)).Hash;
        var after = (await node.SignersAfterAsync(headers[^1].Hash, cancellationToken)).Hash;
        return new Checkpoint
        {
            Index = index,
            Round = 0,
            FirstBlock = first,
            LastBlock = last,
            LastTimestamp = headers[^1].Timestamp,
            WithdrawalCount = state.WithdrawalCount,
            DepositCount = state.DepositCount,
            ParentDigest = parentDigest,
            LastBlockHash = headers[^1].Hash,
            StateRoot = headers[^1].StateRoot,
            BlocksRoot = BlocksTree.Build(first, [.. headers.Skip(1).Select(h => h.Hash)]).Root,
            WithdrawalRoot = state.WithdrawalRoot,
            DepositAcc = state.DepositAcc,
            // L1, which accepted it, knows whether votes in headers had rotated its set before; then the later set signed alone.
            SetHash = claimed?.SetHash == after ? after : before,
            NextSetHash = after,
        };
    }

    private async Task<List<BlockHeader>?> RangeAsync(ulong first, ulong last, CancellationToken cancellationToken)
    {
        var headers = new List<BlockHeader>();
        while (first + (ulong)headers.Count <= last)
        {
            var count = (int)Math.Min(RpcClient.BatchSize, last + 1 - first - (ulong)headers.Count);
            var more = await node.Chain.HeadersAsync(first + (ulong)headers.Count, count, cancellationToken);
            if (more.Count < count || (headers.Count > 0 && more[0].ParentHash != headers[^1].Hash))
            {
                return null;
            }

            headers.AddRange(more);
        }

        return headers;
    }

    private static partial class Log
    {
        [LoggerMessage(9300, LogLevel.Warning,
            "The node no longer has the state of block {Number} ({Reason}): the withdrawal root L1 accepted is taken as the signers posted it")]
        public static partial void StateMissing(ILogger logger, ulong number, string reason);
    }
}
