using PoaSidechain.Primitives;

namespace PoaSidechain.Clique.Liveness;

/// <summary>How the signers are doing: who is away, how many more may be lost, whether the chain stands still, which votes would heal it.</summary>
/// <remarks>
/// A signer is taken to be away when it sealed nothing in three rounds although it was a signer all the time; while the chain stands still, also when it may
/// seal the next block and does not. What is seen is this node's chain: a node that is cut off sees the others as missing.
/// </remarks>
public sealed record LivenessReport
{
    /// <summary>Height of the head.</summary>
    public required ulong HeadNumber { get; init; }

    /// <summary>Hash of the head.</summary>
    public required Hash256 HeadHash { get; init; }

    /// <summary>Time since the head's timestamp.</summary>
    public required TimeSpan HeadAge { get; init; }

    /// <summary>True when a block is long overdue.</summary>
    public required bool IsStalled { get; init; }

    /// <summary>All signers, ascending.</summary>
    public required IReadOnlyList<SignerState> Signers { get; init; }

    /// <summary>Whose turn the next block is.</summary>
    public required Address? InTurn { get; init; }

    /// <summary>Share of the window's blocks that were sealed in turn, 0 to 1.</summary>
    public required double InTurnShare { get; init; }

    /// <summary>Signers that must be there for the chain to go on: floor(N/2) + 1.</summary>
    public int Needed => (Signers.Count / 2) + 1;

    /// <summary>Signers that are away.</summary>
    public IReadOnlyList<Address> Missing => [.. Signers.Where(signer => signer.IsMissing).Select(signer => signer.Address)];

    /// <summary>Signers that are there.</summary>
    public int Active => Signers.Count(signer => !signer.IsMissing);

    /// <summary>How many more may be lost before the chain stops; negative: how many must come back before it goes on.</summary>
    public int Reserve => Active - Needed;

    /// <summary>Signers that the rules let seal the next block.</summary>
    public IReadOnlyList<Address> MaySealNext => [.. Signers.Where(signer => signer.MayFrom <= HeadNumber + 1).Select(signer => signer.Address)];

    /// <summary>Signers whose removal would give the chain more reserve; a majority has to propose it while blocks are sealed.</summary>
    public IReadOnlyList<Address> DropsThatHeal => CanVote && SignersAfterDrops >= 1 && Active - ((SignersAfterDrops / 2) + 1) > Reserve ? Missing : [];

    /// <summary>Votes cast in blocks of different signers that a drop takes: more than N/2.</summary>
    public int VotesNeeded => (Signers.Count / 2) + 1;

    /// <summary>One or two sentences for an operator.</summary>
    public string Diagnosis => LivenessText.Of(this);

    private bool CanVote => Reserve >= 0;

    private int SignersAfterDrops => Signers.Count - Missing.Count;
}
