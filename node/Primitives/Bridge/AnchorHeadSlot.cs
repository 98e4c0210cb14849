namespace PoaSidechain.Primitives.Bridge;

/// <summary>The Anchor's slot 0, lowest bits first: index 48, last block 48, accepted at 40, last timestamp 40, withdrawals 40, deposits 40.</summary>
/// <param name="Index">Index of the newest accepted checkpoint; 0 is the genesis.</param>
/// <param name="LastBlock">Last sidechain block it covers.</param>
/// <param name="AcceptedAt">When L1 accepted it, seconds.</param>
/// <param name="LastTimestamp">Timestamp of its last block, seconds.</param>
/// <param name="WithdrawalCount">Withdrawals under its root.</param>
/// <param name="DepositCount">Deposits the sidechain had consumed.</param>
public readonly record struct AnchorHeadSlot(
    ulong Index, ulong LastBlock, ulong AcceptedAt, ulong LastTimestamp, ulong WithdrawalCount, ulong DepositCount)
{
    /// <summary>Reads the word.</summary>
    public static AnchorHeadSlot Decode(in UInt256 word) => new(
        Bits(word, 0, 48), Bits(word, 48, 48), Bits(word, 96, 40), Bits(word, 136, 40), Bits(word, 176, 40), Bits(word, 216, 40));

    private static ulong Bits(in UInt256 word, int from, int count) => (word >> from).Low64 & ((1UL << count) - 1);
}
