using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Who of the signers has sealed lately, found by walking back from the head.</summary>
/// <remarks>
/// A signer that sealed none of the last 3N blocks counts as missing: with everyone there each seals one of N, and random delays never keep one
/// out three rounds long. Thread: any; the walk is made once for each head.
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
        if (_last is not { } last || last.Head != head.Hash)
        {
            _last = last = Walk(head);
        }

        return last;
    }

    private Report Walk(BlockHeader head)
    {
        var snapshot = engine.GetSnapshot(head, tree) ?? throw new InvalidOperationException($"The signers after the head {head} cannot be found.");
        var lastSealed = new Dictionary<Address, ulong>();
        var window = Math.Max(LeastWindow, Rounds * snapshot.Signers.Length);
        var (seen, inTurn) = (0, 0);
        for (var header = head; header is { Number: > 0 } && seen < window; header = tree.FindHeader(header.ParentHash))
        {
            seen++;
            inTurn += header.Difficulty == CliqueHeader.DifficultyInTurn ? 1 : 0;
            if (engine.TryGetSigner(header, out var signer))
            {
                lastSealed.TryAdd(signer, header.Number);
            }
        }

        // A young chain has given nobody three rounds yet.
        var isYoung = seen < window;
        var signers = snapshot.Signers.ToArray().Select(address =>
            new Member(address, lastSealed.TryGetValue(address, out var number) ? number : null, !isYoung && !lastSealed.ContainsKey(address)));
        return new Report(head.Hash, [.. signers], seen, inTurn, snapshot.SignerLimit, [.. snapshot.Votes.ToArray().Select(vote => vote.Add)]);
    }

    /// <summary>One signer.</summary>
    /// <param name="Address">Who.</param>
    /// <param name="LastSealed">Its newest block among the last 3N; null when it sealed none of them.</param>
    /// <param name="IsMissing">True when it had its chance and sealed nothing.</param>
    public sealed record Member(Address Address, ulong? LastSealed, bool IsMissing);

    /// <summary>The state of the signers at one head.</summary>
    /// <param name="Head">The head.</param>
    /// <param name="Signers">Everyone who may seal.</param>
    /// <param name="Blocks">Blocks looked at.</param>
    /// <param name="InTurn">Those of them that were sealed in turn.</param>
    /// <param name="Needed">Signers without which the chain stops, floor(N/2) + 1.</param>
    /// <param name="Votes">Standing votes: true to add, false to drop.</param>
    public sealed record Report(
        Hash256 Head, IReadOnlyList<Member> Signers, int Blocks, int InTurn, int Needed, IReadOnlyList<bool> Votes)
    {
        /// <summary>Signers that are not missing.</summary>
        public int Active => Signers.Count(signer => !signer.IsMissing);

        /// <summary>How many more may fail before the chain stops; negative once it cannot go on.</summary>
        public int Spare => Active - Needed;
    }
}
