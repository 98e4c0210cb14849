using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Clique.Liveness;

/// <summary>Reads from the chain how the signers are doing. A function of chain and time.</summary>
public static class LivenessAnalysis
{
    /// <summary>Rounds looked back over.</summary>
    internal const int Rounds = 3;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);

    /// <summary>The report at a moment.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tree">The chain.</param>
    /// <param name="now">The moment.</param>
    /// <param name="expectsBlocks">False while nobody has reason to seal: no transactions, with period 0 or without empty blocks.</param>
    public static LivenessReport Run(CliqueEngine engine, IBlockTree tree, DateTimeOffset now, bool expectsBlocks)
    {
        var head = tree.Head;
        var snapshot = engine.GetSnapshot(head, tree)
            ?? throw new InvalidOperationException($"The signers after the head {head} cannot be found.");
        var age = now - DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp);
        var isStalled = expectsBlocks && age > PatienceOf(engine.Parameters, snapshot);
        var window = new Window(engine, tree, head, Rounds * snapshot.Signers.Length);
        var signers = new SignerState[snapshot.Signers.Length];
        for (var i = 0; i < signers.Length; i++)
        {
            var address = snapshot.Signers[i];
            var mayFrom = snapshot.NextAllowed(head.Number + 1, address);
            ulong? last = window.LastSealed.TryGetValue(address, out var number) ? number : null;
            var isSilent = last is null && window.WasSignerThroughout(address);
            signers[i] = new SignerState(
                address, last, window.MissedTurns.GetValueOrDefault(address), mayFrom, isSilent || (isStalled && mayFrom <= head.Number + 1));
        }

        return new LivenessReport
        {
            HeadNumber = head.Number,
            HeadHash = head.Hash,
            HeadAge = age > TimeSpan.Zero ? age : TimeSpan.Zero,
            IsStalled = isStalled,
            Signers = signers,
            InTurn = snapshot.SignerInTurn(head.Number + 1),
            InTurnShare = window.Length == 0 ? 0 : (double)window.InTurn / window.Length,
        };
    }

    /// <summary>How long after a head the next one is long overdue: several periods and the longest delay out of turn.</summary>
    internal static TimeSpan PatienceOf(CliqueParameters parameters, Snapshot snapshot)
    {
        var patience = TimeSpan.FromSeconds(4.0 * parameters.PeriodSeconds) + (snapshot.SignerLimit * SealingSlot.WiggleUnit);
        return patience > LeastPatience ? patience : LeastPatience;
    }

    /// <summary>The newest blocks, read once.</summary>
    private sealed class Window
    {
        private readonly Snapshot? _before;
        private readonly bool _isWhole;

        public Window(CliqueEngine engine, IBlockTree tree, BlockHeader head, int length)
        {
            var current = head;
            while (Length < length && current.Number > 0 && engine.TryGetSigner(current, out var sealer)
                && tree.FindHeader(current.ParentHash) is { } parent && engine.GetSnapshot(parent, tree) is { } snapshot)
            {
                Length++;
                LastSealed.TryAdd(sealer, current.Number);
                if (snapshot.SignerInTurn(current.Number) is { } inTurn && inTurn != sealer)
                {
                    MissedTurns[inTurn] = MissedTurns.GetValueOrDefault(inTurn) + 1;
                }

                InTurn += current.Difficulty == CliqueHeader.DifficultyInTurn ? 1 : 0;
                current = parent;
                _before = snapshot;
            }

            _isWhole = Length == length;
        }

        public int Length { get; }

        public int InTurn { get; }

        public Dictionary<Address, ulong> LastSealed { get; } = [];

        public Dictionary<Address, int> MissedTurns { get; } = [];

        public bool WasSignerThroughout(in Address account) => _isWhole && _before is not null && _before.IsSigner(account);
    }
}
