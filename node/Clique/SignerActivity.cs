using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Who of the signers has sealed lately, found by walking back from the head.</summary>
/// <remarks>
/// A signer that sealed none of the last 3N blocks, and was a signer before them, counts as missing: with everyone there each seals one of N, and random
/// delays never keep one out three rounds long. Thread: any; the walk is made once for each head.
/// </remarks>
public sealed class SignerActivity(CliqueEngine engine, IBlockTree tree)
{
    private const int Rounds = 3;
    private const int LeastWindow = 12;

    private volatile Report? _last;

    /// <summary>What the newest blocks say.</summary>
    public Report Look()
    {
        var head = tree.Head;
        if (_last is not { } last || last.Head.Hash != head.Hash)
        {
            _last = last = Walk(head);
        }

        return last;
    }

    private Report Walk(BlockHeader head)
    {
        var snapshot = engine.GetSnapshot(head, tree) ?? throw new InvalidOperationException($"The signers after the head {head} cannot be found.");
        var lastSealed = new Dictionary<Address, ulong>();
        var missedTurns = new Dictionary<Address, int>();
        var window = Math.Max(LeastWindow, Rounds * snapshot.Signers.Length);
        var (seen, inTurn) = (0, 0);
        var before = snapshot; // the state before the oldest block looked at
        for (var header = head; header.Number > 0 && seen < window; seen++)
        {
            if (tree.FindHeader(header.ParentHash) is not { } parent || engine.GetSnapshot(parent, tree) is not { } state
                || !engine.TryGetSigner(header, out var signer))
            {
                break;
            }

            before = state;
            inTurn += header.Difficulty == CliqueHeader.DifficultyInTurn ? 1 : 0;
            lastSealed.TryAdd(signer, header.Number);
            if (state.SignerInTurn(header.Number) is { } late && late != signer)
            {
                missedTurns[late] = missedTurns.GetValueOrDefault(late) + 1;
            }

            header = parent;
        }

        // A young chain, or a young signer, has not had its three rounds yet.
        var isYoung = seen < window;
        var signers = snapshot.Signers.ToArray().Select(address => new Member(
            address,
            lastSealed.TryGetValue(address, out var number) ? number : null,
            missedTurns.GetValueOrDefault(address),
            !isYoung && !lastSealed.ContainsKey(address) && before.IsSigner(address)));
        return new Report(head, snapshot, [.. signers], seen, inTurn);
    }

    /// <summary>One signer.</summary>
    /// <param name="Address">Who.</param>
    /// <param name="LastSealed">Its newest block among the last 3N; null when it sealed none of them.</param>
    /// <param name="MissedTurns">Blocks among them that were its turn and sealed by another.</param>
    /// <param name="IsMissing">True when it had its chance and sealed nothing.</param>
    public sealed record Member(Address Address, ulong? LastSealed, int MissedTurns, bool IsMissing);

    /// <summary>The state of the signers at one head.</summary>
    /// <param name="Head">The head.</param>
    /// <param name="Snapshot">The state of the vote after it.</param>
    /// <param name="Signers">Everyone who may seal.</param>
    /// <param name="Blocks">Blocks looked at.</param>
    /// <param name="InTurn">Those of them that were sealed in turn.</param>
    public sealed record Report(BlockHeader Head, Snapshot Snapshot, IReadOnlyList<Member> Signers, int Blocks, int InTurn)
    {
        /// <summary>Signers without which the chain stops, floor(N/2) + 1.</summary>
        public int Needed => Snapshot.SignerLimit;

        /// <summary>Standing votes: true to add, false to drop.</summary>
        public IReadOnlyList<bool> Votes => [.. Snapshot.Votes.ToArray().Select(vote => vote.Add)];

        /// <summary>Signers that are not missing.</summary>
        public int Active => Signers.Count(signer => !signer.IsMissing);

        /// <summary>How many more may fail before the chain stops; negative once it cannot go on.</summary>
        public int Spare => Active - Needed;
    }
}
