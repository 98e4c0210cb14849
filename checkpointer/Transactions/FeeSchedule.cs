using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>What to bid, when to bid more, and where to stop. Functions of their inputs.</summary>
internal sealed class FeeSchedule(FeeOptions options)
{
    // 12.5 %: above the 10 % that geth's pool asks of a replacement, and exact in eighths.
    private const ulong BumpNumerator = 9;
    private const ulong BumpDenominator = 8;

    /// <summary>What one would bid now: tip + twice the base fee, under the ceiling of a fresh transaction.</summary>
    public FeeQuote Fresh(FeeData fees) => Limit(Wanted(fees), fees, TimeSpan.Zero);

    /// <summary>A bid that replaces an earlier one; null when the ceiling does not allow one that nodes would take.</summary>
    /// <param name="before">The bid so far.</param>
    /// <param name="fees">What the chain asks for now.</param>
    /// <param name="age">How long the transaction has been waiting.</param>
    public FeeQuote? Bump(FeeQuote before, FeeData fees, TimeSpan age)
    {
        var fresh = Wanted(fees);
        var floor = new FeeQuote(Raise(before.MaxFee), Raise(before.Tip));
        var wanted = new FeeQuote(Larger(floor.MaxFee, Raise(fresh.MaxFee)), Larger(floor.Tip, Raise(fresh.Tip)));
        var limited = Limit(wanted, fees, age);
        return limited.MaxFee >= floor.MaxFee && limited.Tip >= floor.Tip ? limited : null;
    }

    /// <summary>True when a transaction has missed as many blocks as it may at its bid.</summary>
    public bool IsBumpDue(ulong sentAtBlock, ulong head) => head >= sentAtBlock + (ulong)options.BumpAfterBlocks;

    /// <summary>Most per gas for a transaction of an age: a multiple of the median base fee that rises with time.</summary>
    public UInt256 Ceiling(FeeData fees, TimeSpan age)
    {
        var usual = Larger(fees.MedianBaseFee, (ulong)options.BaseFeeFloor);
        var share = Math.Clamp(age / options.CeilingTime, 0, 1);
        var milli = (ulong)(1000 * (options.CeilingAtStart + ((options.CeilingAtEnd - options.CeilingAtStart) * share)));
        return (usual * milli) / 1000UL;
    }

    private static UInt256 Raise(in UInt256 value) => ((value * BumpNumerator) + (BumpDenominator - 1)) / BumpDenominator;

    private static UInt256 Larger(in UInt256 a, in UInt256 b) => a > b ? a : b;

    private static UInt256 Smaller(in UInt256 a, in UInt256 b) => a < b ? a : b;

    private FeeQuote Wanted(FeeData fees)
    {
        var tip = Larger(fees.SuggestedTip, (ulong)options.MinimumTip);
        return new FeeQuote((fees.BaseFee * 2UL) + tip, tip);
    }

    /// <summary>The ceiling holds for the base fee's part; the least tip comes on top, so that a quiet chain can be paid at all.</summary>
    private FeeQuote Limit(FeeQuote quote, FeeData fees, TimeSpan age)
    {
        var ceiling = Ceiling(fees, age) + (ulong)options.MinimumTip;
        var maxFee = Smaller(quote.MaxFee, ceiling);
        return new FeeQuote(maxFee, Smaller(quote.Tip, maxFee));
    }
}
