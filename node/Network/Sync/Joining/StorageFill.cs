using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;
using PoaSidechain.State.Trie;

namespace PoaSidechain.Network.Sync.Joining;

/// <summary>Slots of accounts under one state root: many small storages with one question, a large one in parts.</summary>
internal sealed class StorageFill(SnapPeers peers, Func<BlockHeader> pivot)
{
    /// <summary>Accounts asked for at once.</summary>
    private const int BatchSize = 128;

    /// <summary>Takes slots that were proven to be in an account's storage.</summary>
    public delegate void SlotsTaker(in Hash256 addressHash, IReadOnlyList<SlotChange> slots);

    /// <summary>Fetches all storages; false when the pivot moved and nobody answered any more.</summary>
    /// <param name="goal">The block whose state is asked for.</param>
    /// <param name="totalDifficulty">Its total difficulty.</param>
    /// <param name="accounts">Accounts with storage.</param>
    /// <param name="take">Takes what comes.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<bool> FetchAsync(
        BlockHeader goal, UInt256 totalDifficulty, IReadOnlyList<(Hash256 Hash, Hash256 Root)> accounts, SlotsTaker take, CancellationToken cancellation)
    {
        var done = 0;
        var origin = Hash256.Zero;
        while (done < accounts.Count)
        {
            var asked = accounts.Skip(done).Take(origin.IsZero ? BatchSize : 1).ToList();
            var peer = await peers.TakeAsync(totalDifficulty, cancellation);
            var answer = await peer.GetStoragesAsync(
                new StorageRangesRequest(goal.StateRoot, asked.ConvertAll(account => account.Hash), origin, SnapRange.Highest, SnapLimits.WantedBytes),
                cancellation);
            if (answer is null)
            {
                continue;
            }

            if (answer.Slots.Length == 0 && answer.Proof.Length == 0)
            {
                if (pivot() != goal)
                {
                    return false;
                }

                peers.Refuse(peer, PeerFault.WithheldState, $"no slots of {asked.Count} accounts at block {goal.Number}");
                continue;
            }

            if (Verify(asked, origin, answer) is { } fault)
            {
                peers.Refuse(peer, PeerFault.InvalidRange, fault);
                continue;
            }

            (var taken, origin) = Take(asked, origin, answer, take);
            done += taken;
        }

        return true;
    }

    /// <summary>Null, or what is wrong with an answer.</summary>
    private static string? Verify(List<(Hash256 Hash, Hash256 Root)> asked, in Hash256 origin, StorageRangesAnswer answer)
    {
        if (answer.Slots.Length > asked.Count)
        {
            return $"{answer.Slots.Length} storages where {asked.Count} were asked for";
        }

        for (var i = 0; i < Math.Max(1, answer.Slots.Length); i++)
        {
            var slots = i < answer.Slots.Length ? answer.Slots[i] : [];
            var isLast = i >= answer.Slots.Length - 1;
            var verdict = RangeProof.Verify(asked[i].Root, i == 0 ? origin : Hash256.Zero, slots, isLast ? answer.Proof : [], out _);
            if (verdict != RangeProofVerdict.Valid)
            {
                return $"storage of {asked[i].Hash}: {verdict}";
            }
        }

        return null;
    }

    /// <summary>Hands on what was verified; says how many storages are whole, and from where on the next one goes on.</summary>
    private static (int Done, Hash256 Origin) Take(
        List<(Hash256 Hash, Hash256 Root)> asked, in Hash256 origin, StorageRangesAnswer answer, SlotsTaker take)
    {
        for (var i = 0; i < answer.Slots.Length; i++)
        {
            List<SlotChange> slots = new(answer.Slots[i].Length);
            foreach (var leaf in answer.Slots[i])
            {
                slots.Add(new SlotChange(leaf.Key, AccountLeaf.DecodeSlot(leaf.Value.Span)));
            }

            take(asked[i].Hash, slots);
        }

        var last = Math.Max(0, answer.Slots.Length - 1);
        var leaves = answer.Slots.Length == 0 ? [] : answer.Slots[last];
        RangeProof.Verify(asked[last].Root, last == 0 ? origin : Hash256.Zero, leaves, answer.Proof, out var hasMore);
        return hasMore ? (last, SnapRange.After(leaves[^1].Key)) : (last + 1, Hash256.Zero);
    }
}
