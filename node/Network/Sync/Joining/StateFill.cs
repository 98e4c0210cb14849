using PoaSidechain.Chain.Joining;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.State.Trie;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Accounts with their slots and codes by ranges, several at a time, from several peers. Each range is proven against the pivot's root.</summary>
/// <remarks>
/// What is proven is put into the draft through the same code that a block's changes go through, so the draft's trie is always that of what it
/// holds. When the pivot moves meanwhile, later ranges are of the newer state; <see cref="StateHeal"/> mends what does not fit.
/// </remarks>
internal sealed class StateFill(ChainDraft draft, SnapPeers peers, CodeFill codes, Func<BlockHeader> pivot)
{
    private const int Workers = 4;

    /// <summary>Slots gathered for the accounts of one range before they are written: a storage may be of any size.</summary>
    private const int MaxSlots = 50_000;

    private readonly StateSegments _segments = StateSegments.From(draft.State.ReadDraftNote());
    private readonly StorageFill _storages = new(peers, pivot);
    private readonly Lock _draftLock = new();

    /// <summary>How much of the space of accounts is there, from 0 to 1.</summary>
    public double Done => _segments.Done;

    /// <summary>Runs until all ranges are there.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellation)));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (_segments.Take() is { } segment)
        {
            try
            {
                while (!segment.IsDone)
                {
                    await StepAsync(segment, pivot(), cancellation);
                }
            }
            finally
            {
                _segments.Release(segment);
            }
        }
    }

    private async Task StepAsync(StateSegment segment, BlockHeader goal, CancellationToken cancellation)
    {
        var difficulty = draft.TotalDifficultyOf(goal);
        var peer = await peers.TakeAsync(difficulty, cancellation);
        var answer = await peer.GetAccountsAsync(
            new AccountRangeRequest(goal.StateRoot, segment.Next, segment.Last, SnapLimits.WantedBytes), cancellation);
        if (answer is null)
        {
            return;
        }

        if (answer.Leaves.Length == 0 && answer.Proof.Length == 0)
        {
            if (pivot() == goal)
            {
                peers.Refuse(peer, PeerFault.WithheldState, $"no accounts of block {goal.Number}");
            }

            return;
        }

        var verdict = RangeProof.Verify(goal.StateRoot, segment.Next, answer.Leaves, answer.Proof, out var hasMore);
        if (verdict != RangeProofVerdict.Valid)
        {
            peers.Refuse(peer, PeerFault.InvalidRange, $"accounts from {segment.Next} on: {verdict}");
            return;
        }

        var accounts = answer.Leaves.Where(leaf => leaf.Key <= segment.Last).Select(leaf => (leaf.Key, Account: AccountLeaf.Decode(leaf.Value.Span))).ToList();
        var upTo = hasMore && answer.Leaves is [.., var last] ? last.Key : (Hash256?)null;
        var part = new Part(accounts);
        if (await FillStoragesAsync(part, goal, difficulty, cancellation))
        {
            var fetched = await codes.FetchAsync(MissingCodes(accounts), difficulty, cancellation);
            lock (_draftLock)
            {
                _segments.Advance(segment, upTo);
                draft.State.WriteDraft(part.TakeChanges(all: true, fetched), _segments.ToNote());
            }
        }
    }

    private async Task<bool> FillStoragesAsync(Part part, BlockHeader goal, UInt256 difficulty, CancellationToken cancellation)
    {
        var storages = part.Accounts
            .Where(account => account.Value.StorageRoot != Keccak256.OfEmptyTrie && !HasStorage(account.Key, account.Value.StorageRoot))
            .Select(account => (account.Key, account.Value.StorageRoot))
            .ToList();
        return await _storages.FetchAsync(
            goal,
            difficulty,
            storages,
            (in Hash256 address, IReadOnlyList<SlotChange> slots) =>
            {
                part.Add(address, slots);
                if (part.SlotCount >= MaxSlots)
                {
                    lock (_draftLock)
                    {
                        draft.State.WriteDraft(part.TakeChanges(all: false, []), _segments.ToNote());
                    }
                }
            },
            cancellation);
    }

    /// <summary>True when the storage is there already, from before a restart.</summary>
    private bool HasStorage(in Hash256 address, in Hash256 root) => draft.State.Head.TryGetAccount(address, out var account) && account.StorageRoot == root;

    private List<Hash256> MissingCodes(List<(Hash256 Key, Account Account)> accounts) =>
        [.. accounts.Select(pair => pair.Account.CodeHash).Where(hash => hash != Keccak256.OfEmptyString && !draft.State.DraftHasCode(hash)).Distinct()];

    /// <summary>The accounts of one range, and the slots that have come for them.</summary>
    private sealed class Part(List<(Hash256 Key, Account Account)> accounts)
    {
        private readonly Dictionary<Hash256, List<SlotChange>> _slots = [];

        public Dictionary<Hash256, Account> Accounts { get; } = accounts.ToDictionary(static pair => pair.Key, static pair => pair.Account);

        public int SlotCount { get; private set; }

        public void Add(in Hash256 address, IReadOnlyList<SlotChange> slots)
        {
            if (!_slots.TryGetValue(address, out var list))
            {
                _slots.Add(address, list = []);
            }

            list.AddRange(slots);
            SlotCount += slots.Count;
        }

        /// <summary>What has come so far: accounts with slots, or all of them.</summary>
        public StateChanges TakeChanges(bool all, Dictionary<Hash256, Code> codes)
        {
            var changes = new StateChanges();
            foreach (var (address, account) in Accounts)
            {
                var hasSlots = _slots.TryGetValue(address, out var slots);
                if (all || hasSlots)
                {
                    changes.Accounts.Add(new AccountChange(address, account, StorageWiped: false, slots ?? []));
                }
            }

            foreach (var (hash, code) in codes)
            {
                changes.Codes[hash] = code;
            }

            _slots.Clear();
            SlotCount = 0;
            return changes;
        }
    }
}
