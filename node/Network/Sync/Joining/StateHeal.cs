using PoaSidechain.Chain.Joining;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State.Snap;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Brings the draft to the very state of the pivot, by the trie nodes in which the two differ.</summary>
internal sealed class StateHeal(ChainDraft draft, SnapPeers peers, CodeFill codes, Func<BlockHeader> pivot)
{
    /// <summary>Nodes asked for at once.</summary>
    private const int BatchSize = 384;

    /// <summary>Nodes fetched so far.</summary>
    public long Nodes { get; private set; }

    /// <summary>Runs until the draft's root is the pivot's, or the pivot moved.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var goal = pivot();
        var difficulty = draft.TotalDifficultyOf(goal);
        while (draft.State.Head.Root != goal.StateRoot && pivot() == goal)
        {
            var healing = new StateHealing(draft.State);
            healing.Start(goal.StateRoot);
            while (pivot() == goal && healing.Next(BatchSize) is { Count: > 0 } wanted)
            {
                await FetchAsync(healing, goal, difficulty, wanted, cancellation);
                if (healing.IsPartFull)
                {
                    await WriteAsync(healing, difficulty, cancellation);
                }
            }

            await WriteAsync(healing, difficulty, cancellation);
            Nodes += healing.Nodes;
            if (healing.Nodes == 0 && pivot() == goal && draft.State.Head.Root != goal.StateRoot)
            {
                throw new InvalidOperationException($"The draft's root is {draft.State.Head.Root} and nothing differs from {goal.StateRoot}.");
            }
        }
    }

    private async Task FetchAsync(
        StateHealing healing, BlockHeader goal, UInt256 difficulty, IReadOnlyList<TrieNodeRequest> wanted, CancellationToken cancellation)
    {
        // Nodes of one storage trie share a set; the state trie's come first, each a set of its own.
        var groups = wanted.GroupBy(static request => request.Owner).OrderBy(static group => group.Key is not null).ToList();
        List<TrieNodeRequest> order = [.. groups.SelectMany(static group => group)];
        List<byte[][]> sets = [];
        foreach (var group in groups)
        {
            var paths = group.Select(static request => request.CompactPath());
            sets.AddRange(group.Key is { } owner ? [[owner.ToArray(), .. paths]] : paths.Select(static path => new[] { path }));
        }

        var peer = await peers.TakeAsync(difficulty, cancellation);
        var nodes = await peer.GetNodesAsync(new TrieNodesRequest(goal.StateRoot, sets, SnapLimits.WantedBytes), cancellation);
        var taken = 0;
        while (taken < Math.Min(nodes?.Length ?? 0, order.Count) && Keccak256.Hash(nodes![taken].Span) == order[taken].Hash)
        {
            healing.Add(order[taken], nodes[taken].Span);
            taken++;
        }

        foreach (var request in order.Skip(taken))
        {
            healing.PutBack(request);
        }

        if (nodes is [] && pivot() == goal)
        {
            peers.Refuse(peer, PeerFault.WithheldState, $"no trie nodes of block {goal.Number}");
        }
        else if (nodes is not null && taken < nodes.Length)
        {
            peers.Refuse(peer, PeerFault.WrongTrieNode, "a trie node that was not asked for");
        }
    }

    private async Task WriteAsync(StateHealing healing, UInt256 difficulty, CancellationToken cancellation)
    {
        var missing = healing.MissingCodes.ToArray();
        healing.MissingCodes.Clear();
        var fetched = await codes.FetchAsync(missing, difficulty, cancellation);
        var changes = healing.TakeChanges();
        foreach (var (hash, code) in fetched)
        {
            changes.Codes[hash] = code;
        }

        draft.State.WriteDraft(changes, draft.State.ReadDraftNote());
    }
}
