using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Checkpoints that L1 accepted, with all their fields, out of the transactions that brought them.</summary>
internal static class AcceptedChain
{
    private const int EncodedFields = 15 * 32;

    /// <summary>The checkpoint with an index and all accepted after it, rising, and the one it builds on (null for the genesis).</summary>
    /// <exception cref="BridgeException">There is none, it was taken back, or L1's transactions do not show it.</exception>
    public static async Task<(Checkpoint? Good, IReadOnlyList<Checkpoint> Chain)> FromAsync(
        BridgeSession session, ulong index, CancellationToken cancellationToken)
    {
        var head = await session.AnchorAsync("head", cancellationToken);
        if (index == 0 || index > head.Get<ulong>("index"))
        {
            throw new BridgeException($"There is no checkpoint {index}; the newest has the index {head.Get<ulong>("index")}.");
        }

        if ((await session.AnchorAsync("isVoided", cancellationToken, index)).Get<bool>(0))
        {
            throw new BridgeException($"Checkpoint {index} was taken back already.");
        }

        // From the newest down, by the digests: none can be missed, whatever indices were skipped.
        LinkedList<Checkpoint> chain = [];
        var digest = head.Get<Hash256>("digest");
        do
        {
            if (digest == session.Identity.GenesisDigest)
            {
                throw new BridgeException($"L1's head does not build on a checkpoint {index}: it is a last good one that has the index of what was taken back.");
            }

            chain.AddFirst(await FindAsync(session, digest, cancellationToken));
            digest = chain.First!.Value.ParentDigest;
        }
        while (chain.First.Value.Index > index);

        return (digest == session.Identity.GenesisDigest ? null : await FindAsync(session, digest, cancellationToken), [.. chain]);
    }

    /// <summary>The checkpoint with a digest: wherever in the transaction's data its fields stand, nothing else hashes to it.</summary>
    private static async Task<Checkpoint> FindAsync(BridgeSession session, Hash256 digest, CancellationToken cancellationToken)
    {
        string?[] topics = [BridgeContracts.Anchor.Event("CheckpointAccepted").Topic.ToString(), null, digest.ToString()];
        foreach (var log in await session.L1.LogsAsync(session.Identity.Anchor, topics, 0, cancellationToken))
        {
            var hash = log.GetProperty("transactionHash").GetString();
            var transaction = await session.L1.AskAsync("eth_getTransactionByHash", cancellationToken, hash);
            if (Hex.TryDecode(transaction.GetProperty("input").GetString(), out var input) && Search(session.Identity, input, digest) is { } found)
            {
                return found;
            }
        }

        throw new BridgeException($"No transaction of L1 shows the fields of the checkpoint with the digest {digest}.");
    }

    private static Checkpoint? Search(BridgeIdentity identity, ReadOnlySpan<byte> input, Hash256 digest)
    {
        var encoded = new byte[32 + EncodedFields];
        Checkpoint.Type.CopyTo(encoded);
        for (var at = 0; at + EncodedFields <= input.Length; at++)
        {
            input.Slice(at, EncodedFields).CopyTo(encoded.AsSpan(32));
            if (identity.DigestOfEncoded(encoded) == digest && Checkpoint.TryDecode(encoded, out var checkpoint))
            {
                return checkpoint;
            }
        }

        return null;
    }
}
