using System.Collections.Immutable;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Chains;

/// <summary>The sidechain at one moment, as its node tells it.</summary>
internal sealed record ChainView
{
    /// <summary>Before anything is known.</summary>
    public static ChainView Unknown { get; } = new();

    /// <summary>The newest blocks of the canonical chain, newest first.</summary>
    public ImmutableArray<BlockSummary> Blocks { get; init; } = [];

    /// <summary>Who may seal after the head, in the order of their turns.</summary>
    public ImmutableArray<Address> Signers { get; init; } = [];

    /// <summary>The node's own standing proposals: account, and true to vote it in.</summary>
    public ImmutableArray<(Address Account, bool Add)> Proposals { get; init; } = [];

    /// <summary>Chain id.</summary>
    public UInt256 ChainId { get; init; }

    /// <summary>Peers of the node; null when it does not say.</summary>
    public ulong? Peers { get; init; }

    /// <summary>Transactions that could be sealed now; null when the node does not say.</summary>
    public ulong? Pending { get; init; }

    /// <summary>Newest block attested by a quorum of signers (tag <c>safe</c>).</summary>
    public ulong? Safe { get; init; }

    /// <summary>Newest block inside a checkpoint that is final on L1 (tag <c>finalized</c>).</summary>
    public ulong? Finalized { get; init; }

    /// <summary>Why nothing newer is known; null while the node answers.</summary>
    public string? Failure { get; init; }

    /// <summary>The head; null before one is known.</summary>
    public BlockSummary? Head => Blocks.IsEmpty ? null : Blocks[0];

    /// <summary>Whose turn a block is (EIP-225: number modulo signers); null while the signers are unknown.</summary>
    public Address? TurnAt(ulong number) => Signers.IsEmpty ? null : Signers[(int)(number % (ulong)Signers.Length)];
}
