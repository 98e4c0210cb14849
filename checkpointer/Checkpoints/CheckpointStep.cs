using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>Makes the next checkpoint: propose or co-sign, collect, tell the node, submit. Each run looks at everything anew.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class CheckpointStep
{
    private readonly CheckpointParts _parts;
    private readonly CheckpointOptions _options;
    private readonly LaneServices _services;
    private readonly CheckpointBuilder _builder;

    /// <summary>When things were first seen, so that others take over in time; begins anew with the process and with each parent.</summary>
    private readonly WaitingClock _waiting;

    /// <summary>Block behind which the signing set came into force: the parent's last, or after a rotation by votes a later one.</summary>
    private ulong _setFrom;

    public CheckpointStep(CheckpointParts parts, CheckpointOptions options, LaneServices services)
    {
        _parts = parts;
        _options = options;
        _services = services;
        _builder = new CheckpointBuilder(parts.Node, parts.View, parts.Identity);
        _waiting = new WaitingClock(services.Time);
    }

    private SidechainView View => _parts.View;

    /// <summary>One round through all that may be due.</summary>
    public async Task RunAsync(ParentCheckpoint parent, L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        if (!await View.FollowAsync(parent.LastBlock, parent.LastBlockHash, cancellationToken))
        {
            _parts.Health.Report(HealthPart.Checkpoints, HealthLevel.Red, $"the node left block {parent.LastBlock} {parent.LastBlockHash} of checkpoint {parent.Index}");
            return;
        }

        if (parent.Index == l1.Head.Index && parent.NextSetHash != l1.SetHash)
        {
            parent = parent with { NextSetHash = l1.SetHash }; // rotated by votes in headers
        }

        if (View.FirstWith(parent.NextSetHash) is not { } start)
        {
            _parts.Health.Report(HealthPart.Checkpoints, HealthLevel.Red, $"the node has signer set {View.Base.SetAfter.Hash} behind checkpoint {parent.Index} and nowhere above it {parent.NextSetHash}, which L1 has");
            return;
        }

        _setFrom = start.Number;
        var set = start.SetAfter;
        _parts.Registry.Remember(set);
        await _parts.Board.RefreshAsync(View.Head.Number, cancellationToken);
        var attempts = await AttemptsAsync(parent, set, cancellationToken);
        Observe(parent, set, attempts);
        var attested = attempts.Where(a => a.Signatures.Count >= set.Quorum).OrderBy(a => a.Checkpoint.Round).ToArray();
        foreach (var attempt in attested)
        {
            await TellNodeAsync(attempt.Checkpoint, status, cancellationToken);
            if (await SubmitAsync(attempt, set, cancellationToken))
            {
                _parts.Health.Clear(HealthPart.Checkpoints);
                return;
            }
        }

        if (await AttestAsync(parent, l1, set, attempts, cancellationToken))
        {
            _parts.Health.Clear(HealthPart.Checkpoints);
        }
    }

    /// <summary>The attempts at the next checkpoint that signers posted and this node agrees with.</summary>
    private async Task<IReadOnlyList<Attempt>> AttemptsAsync(ParentCheckpoint parent, SignerSet set, CancellationToken cancellationToken)
    {
        var attempts = new List<Attempt>();
        foreach (var posts in _parts.Board.Entries(Checkpoint.Type).GroupBy(e => e.Digest).ToArray())
        {
            if (Checkpoint.TryDecode(posts.First().Encoded.Span, out var checkpoint)
                && checkpoint!.Index == parent.Index + 1 && checkpoint.ParentDigest == parent.Digest
                && await IsDerivedAsync(parent, checkpoint, posts.Key, cancellationToken))
            {
                var signatures = await _parts.Board.CollectAsync(posts.Key, set, cancellationToken);
                var turn = checkpoint.Index + checkpoint.Round;
                var isLed = posts.Any(p => p.Signer == LeaderRotation.Leader(set, turn));
                attempts.Add(new Attempt(checkpoint, posts.Key, signatures, isLed));
            }
        }

        return attempts;
    }

    /// <summary>True when the node derives exactly this checkpoint; a block not reached yet is no contradiction.</summary>
    private async Task<bool> IsDerivedAsync(ParentCheckpoint parent, Checkpoint claimed, Hash256 digest, CancellationToken cancellationToken)
    {
        if (View.At(claimed.LastBlock) is not { } last || claimed.LastBlock <= parent.LastBlock)
        {
            return false;
        }

        if (_parts.Archive.Find(digest) is not null)
        {
            return last.Hash == claimed.LastBlockHash;
        }

        if (await _builder.BuildAsync(parent, claimed.LastBlock, claimed.Round, cancellationToken) is not { } derived)
        {
            return false;
        }

        if (derived != claimed)
        {
            if (_waiting.IsNew($"foreign {digest}"))
            {
                Log.Foreign(_services.Logger, claimed.Index, claimed.Round, digest, claimed.LastBlock);
            }

            return false;
        }

        _parts.Archive.Keep(derived);
        return true;
    }

    private async Task TellNodeAsync(Checkpoint checkpoint, NodeStatus status, CancellationToken cancellationToken)
    {
        if (status.Attested is { } attested && attested.Number >= checkpoint.LastBlock)
        {
            return;
        }

        _services.CrashPoints.Pass(CrashPoint.BeforeSetAttested);
        await _parts.Node.SetAttestedAsync(checkpoint.LastBlock, checkpoint.LastBlockHash, cancellationToken);
    }

    private void Observe(ParentCheckpoint parent, SignerSet set, IReadOnlyList<Attempt> attempts)
    {
        _services.Metrics.CheckpointLag = (long)(View.Head.Number - parent.LastBlock);
        _services.Metrics.SetSize = set.Size;
        _services.Metrics.Quorum = set.Quorum;
        _services.Metrics.Signatures = attempts.Count == 0 ? 0 : attempts.Max(a => a.Signatures.Count);
    }
}
