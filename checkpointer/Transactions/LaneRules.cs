namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>Decides about transactions under way. Functions of their inputs.</summary>
internal static class LaneRules
{
    /// <summary>What to do about one transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="seen">What the chain shows.</param>
    /// <param name="isBumpDue">It waited long enough, or a node asked for more.</param>
    /// <param name="isWanted">It still does what it was made for, or later nonces wait behind it.</param>
    public static LaneAction Decide(LaneTransaction transaction, LaneObservation seen, bool isBumpDue, bool isWanted)
    {
        if (seen.Receipt is { } receipt)
        {
            return receipt.BlockNumber <= seen.FinalNumber ? LaneAction.Forget : LaneAction.Wait;
        }

        if (seen.FinalNonce > transaction.Nonce)
        {
            return LaneAction.GiveUp;
        }

        if (isBumpDue && isWanted)
        {
            return LaneAction.Bump;
        }

        return seen.IsKnown ? LaneAction.Wait : LaneAction.Rebroadcast;
    }

    /// <summary>The smallest nonce from the chain's on that no transaction under way has: fills gaps that a reorg left.</summary>
    public static ulong FreeNonce(ulong chainNonce, IEnumerable<ulong> taken)
    {
        var used = taken.ToHashSet();
        while (used.Contains(chainNonce))
        {
            chainNonce++;
        }

        return chainNonce;
    }
}
