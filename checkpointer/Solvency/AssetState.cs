using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Solvency;

/// <summary>One asset of the bridge as both chains have it, in its smallest unit.</summary>
/// <remarks>For a token of the sidechain the chains change places: locked there, outstanding on L1. The identity is the same.</remarks>
/// <param name="Name">ETH, or the token's address.</param>
/// <param name="Decimals">Decimal places of the whole unit.</param>
/// <param name="Locked">What the ledger of the vault that keeps it says.</param>
/// <param name="Held">What that vault really has.</param>
/// <param name="Outstanding">What the other chain owes its holders.</param>
/// <param name="BucketUsed">Share of the speed limit that is used up, 0 to 1.</param>
/// <param name="Sums">What the events say.</param>
internal sealed record AssetState(
    string Name, int Decimals, UInt256 Locked, UInt256 Held, UInt256 Outstanding, double BucketUsed, AssetSums Sums)
{
    // locked = outstanding + (withdrawn - claimed) + (deposited - credited - bounced), with every term on the side where it is positive.
    // Each chain's terms come from one block of it, so the moment of reading does not matter.
    private UInt256 Assets => Locked + Sums.Claimed + Sums.Credited + Sums.Bounced;

    private UInt256 Debts => Outstanding + Sums.Withdrawn + Sums.Deposited;

    /// <summary>True when nothing is missing: the identity holds, and the vault has what its ledger says.</summary>
    public bool Holds => Assets == Debts && Held >= Locked;

    /// <summary>By how much the identity is missed, in whole units: negative when too little is locked.</summary>
    public double Difference => Assets >= Debts ? Whole(Assets - Debts) : -Whole(Debts - Assets);

    /// <summary>An amount in whole units; for display and graphs, not for decisions.</summary>
    public double Whole(UInt256 amount) => double.Parse(amount.ToString(), System.Globalization.CultureInfo.InvariantCulture) / Math.Pow(10, Decimals);
}
