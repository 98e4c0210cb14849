using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>The checkpoints that L1 accepted, out of the calls that brought them: L1 itself keeps digests only.</summary>
internal static class AcceptedCalls
{
    /// <summary>The checkpoints that the Anchor's head stands on, the newest first, down to one index; the one before it, too, unless that is genesis.</summary>
    /// <exception cref="BridgeException">A call is not one that can be read, or there is no such checkpoint.</exception>
    public static async Task<(IReadOnlyList<Checkpoint> Chain, Checkpoint? Good)> ReadAsync(L1Session session, ulong? index, CancellationToken cancellationToken)
    {
        var accepted = await session.L1.EventsWithTransactionsAsync(
            session.Identity.Anchor, BridgeContracts.Anchor.Event("CheckpointAccepted"), 0, cancellationToken);
        var transactions = accepted
            .GroupBy(found => found.Event.Get<Hash256>("digest"))
            .ToDictionary(same => same.Key, same => same.Last().Transaction);
        List<Checkpoint> chain = [];
        var digest = (await session.AnchorAsync("head", cancellationToken)).Get<Hash256>("digest");
        while (transactions.TryGetValue(digest, out var transaction))
        {
            var checkpoint = await FindAsync(session, transaction, digest, cancellationToken);
            if (chain.Count > 0 && chain[^1].Index <= (index ?? chain[^1].Index))
            {
                return (chain, checkpoint);
            }

            chain.Add(checkpoint);
            digest = checkpoint.ParentDigest;
        }

        return chain.Count > 0 && chain[^1].Index <= (index ?? chain[^1].Index)
            ? (chain, null)
            : throw new BridgeException(index is null ? "L1 has accepted no checkpoint yet." : $"L1's head does not stand on a checkpoint {index}.");
    }

    private static async Task<Checkpoint> FindAsync(L1Session session, Hash256 transaction, Hash256 digest, CancellationToken cancellationToken)
    {
        var input = (await session.L1.AskAsync("eth_getTransactionByHash", cancellationToken, transaction.ToString())).GetProperty("input").GetString();
        return Hex.TryDecode(input, out var data) && Candidates(data).FirstOrDefault(c => session.Identity.Digest(c) == digest) is { } found
            ? found
            : throw new BridgeException($"Transaction {transaction} brought checkpoint {digest} by a call that cannot be read here (through another contract).");
    }

    private static IEnumerable<Checkpoint> Candidates(byte[] data)
    {
        var many = BridgeContracts.Anchor.Function("submitMany");
        var calls = data.AsSpan().StartsWith(many.Selector.Span)
            ? many.DecodeCall(data).GetList<ReadOnlyMemory<byte>>(0)
            : [(ReadOnlyMemory<byte>)data];
        foreach (var call in calls)
        {
            foreach (var function in new[] { BridgeContracts.Anchor.Function("submit"), BridgeContracts.Evidence.Function("submitSealed") })
            {
                if (call.Span.StartsWith(function.Selector.Span))
                {
                    yield return Read(function.DecodeCall(call.Span).Get<AbiTuple>(0));
                }
            }
        }
    }

    private static Checkpoint Read(AbiTuple c) => new()
    {
        Index = c.Get<ulong>("index"),
        Round = (uint)c.Get<ulong>("round"),
        FirstBlock = c.Get<ulong>("firstBlock"),
        LastBlock = c.Get<ulong>("lastBlock"),
        LastTimestamp = c.Get<ulong>("lastTimestamp"),
        WithdrawalCount = c.Get<ulong>("withdrawalCount"),
        DepositCount = c.Get<ulong>("depositCount"),
        ParentDigest = c.Get<Hash256>("parentDigest"),
        LastBlockHash = c.Get<Hash256>("lastBlockHash"),
        StateRoot = c.Get<Hash256>("stateRoot"),
        BlocksRoot = c.Get<Hash256>("blocksRoot"),
        WithdrawalRoot = c.Get<Hash256>("withdrawalRoot"),
        DepositAcc = c.Get<Hash256>("depositAcc"),
        SetHash = c.Get<Hash256>("setHash"),
        NextSetHash = c.Get<Hash256>("nextSetHash"),
    };
}
