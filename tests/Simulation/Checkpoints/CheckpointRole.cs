using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Simulation.Nodes;

namespace PoaSidechain.Tests.Simulation.Checkpoints;

/// <summary>
/// A signer's checkpointer: the real rules of burial, candidates, rounds, leaders and the real signing record, over the simulated node. What reads contracts is
/// left out, so the bridge's own fields are those of an idle bridge.
/// </summary>
internal sealed class CheckpointRole
{
    private static readonly CheckpointOptions Options = new() { IntervalBlocks = 6, MinimumBurial = 1, RoundTimeout = TimeSpan.FromSeconds(8) };

    private readonly SimulatedNode _node;
    private readonly SimulatedL1 _l1;
    private readonly SignerSet _set;
    private readonly BridgeIdentity _identity;
    private readonly Action<CheckpointRole, Checkpoint, Hash256> _post;
    private readonly SigningRecord _record;
    private readonly Dictionary<Hash256, (Checkpoint Checkpoint, HashSet<Address> Signers)> _board = [];
    private Hash256 _dueParent;
    private TimeSpan _dueSince;

    public CheckpointRole(SimulatedNode node, SimulatedL1 l1, SignerSet set, BridgeIdentity identity, Action<CheckpointRole, Checkpoint, Hash256> post)
    {
        (_node, _l1, _set, _identity, _post) = (node, l1, set, identity, post);
        _record = new SigningRecord(new CheckpointerJournal(new MemoryStore()), identity);
    }

    public SimulatedNode Node => _node;

    /// <summary>A signature that came over the network.</summary>
    public void OnAttestation(Checkpoint checkpoint, Hash256 digest, Address signer)
    {
        if (!_node.IsUp || checkpoint.Index <= (ulong)_l1.Accepted.Count)
        {
            return;
        }

        if (!_board.TryGetValue(digest, out var entry))
        {
            _board.Add(digest, entry = (checkpoint, []));
        }

        entry.Signers.Add(signer);
        if (entry.Signers.Count >= _set.Quorum)
        {
            _l1.Submit(checkpoint, digest, entry.Signers);
        }
    }

    /// <summary>One turn of the checkpointer's loop.</summary>
    public void Tick(TimeSpan now)
    {
        if (!_node.IsUp)
        {
            return;
        }

        PinAccepted();
        var parent = _l1.HeadDigest;
        var index = (ulong)_l1.Accepted.Count + 1;
        if (_l1.Accepted.Count > 0 && _node.Tree.FindHash(_l1.LastBlock) != _l1.Accepted[^1].Checkpoint.LastBlockHash)
        {
            return; // this node is on another branch, or behind: nothing may be signed
        }

        var buried = NewestBuried();
        var candidate = CandidatePolicy.Choose(_l1.LastBlock, buried, null, withdrawalsWait: false, Options);
        if (_dueParent != parent || candidate is not { IsDue: true })
        {
            (_dueParent, _dueSince) = (parent, now);
        }

        if (_node.Part.Behaviour == Behaviour.Silent)
        {
            return;
        }

        var latest = _record.LatestRound(index);
        var round = RoundRule.Current(now - _dueSince, Options.RoundTimeout, latest?.Round);
        var proposal = _board.Values
            .Where(entry => entry.Checkpoint.ParentDigest == parent && entry.Signers.Contains(LeaderRotation.Leader(_set, index + entry.Checkpoint.Round))
                && RoundRule.IsTimely(entry.Checkpoint.Round, round, latest?.Round)
                && CandidatePolicy.IsAcceptable(_l1.LastBlock, entry.Checkpoint.LastBlock, buried, null)
                && _node.Tree.FindHash(entry.Checkpoint.LastBlock) == entry.Checkpoint.LastBlockHash)
            .Select(entry => entry.Checkpoint)
            .MaxBy(checkpoint => checkpoint.Round);
        if (proposal is not null)
        {
            Attest(proposal);
        }
        else if (candidate is { IsDue: true } due && LeaderRotation.Leader(_set, index + round) == _node.Signer && (latest is null || latest.Value.Round < round))
        {
            Attest(Make(index, round, parent, due.LastBlock));
        }

        if (!_node.Part.IsHonest)
        {
            SignEverything(parent);
        }
    }

    /// <summary>The honest sign what their record lets them, once more if a cut swallowed it.</summary>
    private void Attest(Checkpoint checkpoint)
    {
        if (_record.Admit(checkpoint) == SigningRefusal.None)
        {
            _post(this, checkpoint, _identity.Digest(checkpoint));
        }
    }

    /// <summary>The dishonest sign whatever they see, also against what they signed before.</summary>
    private void SignEverything(Hash256 parent)
    {
        foreach (var (digest, (checkpoint, signers)) in _board.Where(entry => entry.Value.Checkpoint.ParentDigest == parent).ToArray())
        {
            if (!signers.Contains(_node.Signer))
            {
                _post(this, checkpoint, digest);
            }
        }
    }

    /// <summary>As the finality step does: what the own chain contains is pinned, and nothing else.</summary>
    private void PinAccepted()
    {
        for (var i = _node.Pin.Final is { } final ? (int)final.Index : 0; i < _l1.Accepted.Count; i++)
        {
            var checkpoint = _l1.Accepted[i].Checkpoint;
            if (_node.Tree.FindHash(checkpoint.LastBlock) != checkpoint.LastBlockHash)
            {
                return;
            }

            _node.Pin.SetFinal(checkpoint.Index, checkpoint.LastBlock, checkpoint.LastBlockHash);
        }
    }

    private ulong? NewestBuried()
    {
        var sealers = new List<Address>();
        var current = _node.Tree.Head;
        for (var i = 0; i < 4 * _set.Size && current.Number > 0 && _node.Engine.TryGetSigner(current, out var signer); i++)
        {
            sealers.Add(signer);
            current = _node.Tree.FindHeader(current.ParentHash)!;
        }

        return BurialRule.NewestBuried(_node.Tree.Head.Number, sealers, _set, Options.MinimumBurial);
    }

    private Checkpoint Make(ulong index, uint round, in Hash256 parent, ulong lastBlock)
    {
        var last = _node.Tree.FindHeader(lastBlock)!;
        return new Checkpoint
        {
            Index = index, Round = round, FirstBlock = _l1.LastBlock + 1, LastBlock = lastBlock, LastTimestamp = last.Timestamp,
            WithdrawalCount = 0, DepositCount = 0, ParentDigest = parent, LastBlockHash = last.Hash, StateRoot = last.StateRoot,
            BlocksRoot = Hash256.Zero, WithdrawalRoot = Hash256.Zero, DepositAcc = Hash256.Zero, SetHash = _set.Hash, NextSetHash = _set.Hash,
        };
    }
}
