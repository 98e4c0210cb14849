using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>One way over the bridge and how far it has come.</summary>
/// <param name="Number">Its number among the deposits, or among the withdrawals.</param>
/// <param name="Kind">Kind of what is moved.</param>
/// <param name="What">What is moved, for people: amounts in whole units, exactly, and ids in full.</param>
/// <param name="To">Who gets it.</param>
/// <param name="State">Where it is.</param>
/// <param name="Block">Block in which it began, on the chain where it began.</param>
/// <param name="Withdrawal">The withdrawal's leaf; null for a deposit.</param>
/// <param name="ReleaseAt">When a queued claim is released; null otherwise.</param>
internal sealed record Transfer(
    ulong Number, AssetKind Kind, string What, Address To, TransferState State, ulong Block, WithdrawalLeaf? Withdrawal, DateTimeOffset? ReleaseAt)
{
    public bool IsDeposit => Withdrawal is null;

    /// <summary>What the button says that takes it a step on; null where there is nothing to do.</summary>
    public string? NextStep => State switch
    {
        TransferState.Claimable => "Claim",
        TransferState.Queued => "Release",
        TransferState.Arrived => "Deliver",
        _ => null,
    };

    /// <summary>What it is waiting for, and what to do.</summary>
    public string Advice => State switch
    {
        TransferState.OnL1 => "Waits until L1 has finalized the deposit and a quorum of signers has attested it.",
        TransferState.Credited => "Done.",
        TransferState.CreditFailed => "The recipient refused it. Anyone can retry it, or send it back, by the Inbox contract.",
        TransferState.OnSidechain => "Waits for the next checkpoint on L1.",
        TransferState.Claimable => "Ready: claim it on L1. There is no hurry, the claim does not expire.",
        TransferState.Queued => ReleaseAt is { } time ? $"{Reason}: release it from {time:u} on." : $"{Reason}.",
        TransferState.Arrived => "It has come to L1 and waits to be delivered. If its recipient refuses it for seven days, its coin can be sent back: poa bridge bounce.",
        TransferState.Owed => "Its recipient refused it. It is kept: the recipient takes it by NftVault.collectOwed.",
        TransferState.Claimed => "Done.",
        TransferState.Unknown => $"Kind {(byte)Kind} is not known to this page: a newer console, or poa bridge, shows it.",
        _ => "",
    };

    private string Reason => Kind switch
    {
        AssetKind.Eth or AssetKind.Erc20 => "Above the Vault's limit, so it is paid later",
        AssetKind.Erc721 or AssetKind.Erc1155 => "NFTs always wait on L1",
        AssetKind.Message => "Messages always wait on L1",
        _ => "Tokens of the sidechain always wait on L1",
    };
}
