using Microsoft.Extensions.Logging;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Building;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>Seals this signer's blocks: after each new head it asks whether and when it may, builds, waits for the slot, signs, imports.</summary>
/// <remarks>
/// One loop; a new head cancels whatever it waits for. Sealed blocks go through the importer like anybody else's. All waits are on the environment's clock,
/// and nothing leaves the synchronization context it was started in: a simulation runs it with neither threads nor time.
/// </remarks>
public sealed partial class SealingLoop(
    CliqueEngine engine,
    SealPreparation preparation,
    IBlockTree tree,
    IBlockImporter importer,
    ITransactionPool pool,
    ISealSigner signer,
    CliqueOptions options,
    SealingEnvironment environment)
{
    private static readonly TimeSpan HoldPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignerRetry = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = environment.Logger;
    private readonly TimeProvider _time = environment.Time;
    private readonly SealingPace _pace = new(engine.Parameters, options);
    private volatile SealingStatus _status = new(signer.Address, SealingState.NotStarted, 0, 0, environment.Time.GetUtcNow());
    private CancellationTokenSource? _waitingForHead;
    private CancellationTokenSource? _waitingForTransactions;

    /// <summary>What it is doing. Thread: any.</summary>
    public SealingStatus Status => _status;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        tree.HeadChanged += OnHeadChanged;
        pool.Pending += OnPending;
        try
        {
            Log.Started(_logger, signer.Address);
            while (!stopping.IsCancellationRequested)
            {
                using var headMoved = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                _waitingForHead = headMoved; // before the head is read, so that no change is missed
                await SealAfterAsync(tree.Head, headMoved.Token, stopping);

                // Never a second block on one parent: whatever became of this one, the next is sealed on another head.
                await WaitAsync(Timeout.InfiniteTimeSpan, headMoved.Token);
                _waitingForHead = null;
            }
        }
        finally
        {
            tree.HeadChanged -= OnHeadChanged;
            pool.Pending -= OnPending;
        }
    }

    private async Task SealAfterAsync(BlockHeader head, CancellationToken headMoved, CancellationToken stopping)
    {
        while (environment.Hold() is { } hold)
        {
            Enter(hold, head);
            if (!await WaitAsync(HoldPoll, headMoved))
            {
                return;
            }
        }

        var snapshot = engine.GetSnapshot(head, tree)
            ?? throw new InvalidOperationException($"The signers after the head {head} cannot be found.");
        if (!MaySeal(head, snapshot) || !await WaitForTransactionsAsync(head, headMoved))
        {
            return;
        }

        try
        {
            await SealAsync(head, snapshot, headMoved, stopping);
        }
        catch (OperationCanceledException)
        {
            // the head moved while the block was made or signed, or the node stops
        }
    }

    private async Task SealAsync(BlockHeader head, Snapshot snapshot, CancellationToken headMoved, CancellationToken stopping)
    {
        var slot = SealingSlot.After(
            head, snapshot, signer.Address, engine.Parameters.PeriodSeconds, _pace.OutOfTurnDelay, _time.GetUtcNow(), environment.Random);
        Enter(SealingState.WaitingForSlot, head);
        if (!await WaitUntilAsync(slot.SealAt - _pace.Lead, headMoved) || !await YieldAsync(head, slot, headMoved))
        {
            return;
        }

        Enter(SealingState.Sealing, head);
        var (unsealed, built) = Prepare(head, snapshot, slot, headMoved);
        if (!await WaitUntilAsync(slot.SealAt, headMoved) || !await YieldAsync(head, slot, headMoved)
            || await SignAsync(head, unsealed, headMoved) is not { } seal)
        {
            return;
        }

        var block = new Block(CliqueHeader.WithSeal(unsealed.Header, seal), unsealed.Body);
        Report(slot, block, built is null
            ? await importer.ImportAsync(block, stopping)
            : await importer.ImportSealedAsync(block, built, stopping));
        Enter(SealingState.Sealed, head);
    }

    /// <summary>A new block; or the one that was given out for sealing on this parent before a crash, which is the only one that may be.</summary>
    private (Block Unsealed, BuiltBlock? Built) Prepare(BlockHeader head, Snapshot snapshot, in SealingSlot slot, CancellationToken headMoved)
    {
        if (signer.Recall(head) is { } earlier)
        {
            Log.Recalled(_logger, earlier.Number);
            return (earlier, null);
        }

        var began = _time.GetTimestamp();
        var built = preparation.Build(head, snapshot, signer.Address, slot, _pace.FillTime, headMoved);
        _pace.Built(_time.GetElapsedTime(began));
        return (new Block(built.Header, built.Body), built);
    }

    private async Task<Primitives.Crypto.Signature?> SignAsync(BlockHeader head, Block unsealed, CancellationToken headMoved)
    {
        while (true)
        {
            var result = await signer.SignSealAsync(unsealed, headMoved);
            if (result.IsSealed)
            {
                return result.Seal;
            }

            Enter(SealingState.SignerRefused, head);
            environment.Metrics.NotSealed(result.Refusal);
            Log.NotSigned(_logger, unsealed.Number, result.Refusal, result.Detail);
            if (result.Refusal != SealRefusal.Unavailable || !await WaitAsync(SignerRetry, headMoved))
            {
                return null;
            }
        }
    }

    private void Report(in SealingSlot slot, Block block, ImportResult result)
    {
        if (result.Outcome == ImportOutcome.Refused)
        {
            Log.Refused(_logger, block.Number, result.Verdict.ToString());
            return;
        }

        Log.Sealed(
            _logger, block.Number, block.Hash, block.Transactions.Length, block.Header.GasUsed, slot.InTurn, _pace.BuildTime.TotalMilliseconds);
        environment.Metrics.Sealed(slot.InTurn);
    }

    private bool MaySeal(BlockHeader head, Snapshot snapshot)
    {
        if (!snapshot.IsSigner(signer.Address))
        {
            Enter(SealingState.NotASigner, head);
            Log.NotASigner(_logger, signer.Address, head.Number + 1, snapshot.Signers.Length);
            return false;
        }

        var allowed = snapshot.NextAllowed(head.Number + 1, signer.Address);
        if (allowed != head.Number + 1)
        {
            Enter(SealingState.SignedRecently, head, allowed);
            Log.SignedRecently(_logger, head.Number + 1, allowed, snapshot.SignerInTurn(head.Number + 1));
            return false;
        }

        return true;
    }

    private void Enter(SealingState state, BlockHeader head, ulong? mayFrom = null)
    {
        var next = head.Number + 1;
        if (_status.State != state || _status.BlockNumber != next)
        {
            _status = new SealingStatus(signer.Address, state, next, mayFrom ?? next, _time.GetUtcNow());
        }
    }
}
