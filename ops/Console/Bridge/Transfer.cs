using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>One way over the bridge and how far it has come.</summary>
/// <param name="Number">Its number among the deposits, or among the withdrawals.</param>
/// <param name="Asset">What is moved.</param>
/// <param name="Amount">How much, in smallest units.</param>
/// <param name="To">Who gets it.</param>
/// <param name="State">Where it is.</param>
/// <param name="Block">Block in which it began, on the chain where it began.</param>
/// <param name="Withdrawal">The withdrawal's leaf; null for a deposit.</param>
/// <param name="ReleaseAt">When a queued claim is released; null otherwise.</param>
internal sealed record Transfer(
    ulong Number, Asset Asset, UInt256 Amount, Address To, TransferState State, ulong Block, WithdrawalLeaf? Withdrawal, DateTimeOffset? ReleaseAt)
{
    public bool IsDeposit => Withdrawal is null;

    /// <summary>What it is waiting for, and what to do.</summary>
    public string Advice => State switch
    {
        TransferState.OnL1 => "Waits until L1 has finalized the deposit and a quorum of signers has attested it.",
        TransferState.Credited => "Done.",
        TransferState.CreditFailed => "The recipient refused it. Anyone can retry it, or send it back, by the Inbox contract.",
        TransferState.OnSidechain => "Waits for the next checkpoint on L1.",
        TransferState.Claimable => "Ready: claim it on L1. There is no hurry, the claim does not expire.",
        TransferState.Queued => ReleaseAt is { } time
            ? $"Above the Vault's limit, so it is paid later: release it from {time:u} on."
            : "Above the Vault's limit, so it is paid later.",
        TransferState.Claimed => "Done.",
        _ => "",
    };
}
