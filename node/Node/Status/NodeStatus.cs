namespace PoaSidechain.Node.Status;

/// <summary>What a person wants to know about a node at a glance; the form of <c>poa status --json</c>.</summary>
internal sealed record NodeStatus
{
    public required string Client { get; init; }

    public required ulong ChainId { get; init; }

    public required ulong Head { get; init; }

    public required string HeadHash { get; init; }

    /// <summary>Seconds since the head's timestamp.</summary>
    public required long HeadAgeSeconds { get; init; }

    /// <summary>True while catching up; then <see cref="SyncTarget"/> is the height it goes for.</summary>
    public required bool Syncing { get; init; }

    public required ulong? SyncTarget { get; init; }

    public required ulong Peers { get; init; }

    public required ulong Pending { get; init; }

    public required ulong Queued { get; init; }

    /// <summary>Last block a quorum attested; null before the first, or without a bridge.</summary>
    public required ulong? Safe { get; init; }

    /// <summary>Last block final on L1; null before the first, or without a bridge.</summary>
    public required ulong? Finalized { get; init; }

    /// <summary>Blocks that no checkpoint on L1 covers yet.</summary>
    public ulong? CheckpointLag => Finalized is { } final ? Head - Math.Min(final, Head) : null;

    /// <summary>Blocks looked at for what follows.</summary>
    public required int Window { get; init; }

    /// <summary>Percent of them that were sealed in turn.</summary>
    public required double InTurnPercent { get; init; }

    public required IReadOnlyList<SignerLine> Signers { get; init; }

    /// <summary>How many more signers may fail before the chain stops.</summary>
    public int Spare => Signers.Count(signer => !signer.IsMissing) - ((Signers.Count / 2) + 1);

    public required int Votes { get; init; }

    /// <summary>The state of things in a sentence.</summary>
    public string Sentence => Signers.Count(signer => signer.IsMissing) switch
    {
        _ when Syncing => "catching up",
        0 when Peers == 0 && Signers.Count > 1 => "no peers",
        0 => "all signers are there",
        var missing => $"{missing} of {Signers.Count} signers missing, {Math.Max(0, Spare)} more may fail",
    };
}
