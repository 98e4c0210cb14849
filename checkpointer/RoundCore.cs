using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Solvency;
using PoaSidechain.Checkpointer.Startup;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Checkpointer;

/// <summary>Rounds over both chains: they are checked once, L1 is read, transactions are followed; then comes the work of a role. Knows no timer: whoever owns it says when.</summary>
/// <remarks>
/// Every round derives what is to be done from both chains and the journal, nothing from the round before: a restart at any place
/// continues. Thread: one at a time.
/// </remarks>
internal abstract partial class RoundCore(
    CheckpointParts parts, CheckpointerOptions options, CheckpointerKeys keys, CheckpointerConnections connections, LaneServices services) : IDisposable
{
    private readonly StartupChecks _startup = new(parts.Node, connections.L1, options.L1.Agreement, parts.Deployment);
    private readonly TimeSpan _l1Poll = options.L1.PollInterval;
    private L1View? _l1;
    private DateTimeOffset _l1ReadAt;

    /// <summary>Set when the chains are not those of the deployment file: the process must stop and say so.</summary>
    public string? Refusal { get; private set; }

    /// <summary>True once both chains were checked.</summary>
    public bool IsChecked { get; private set; }

    protected CheckpointParts Parts => parts;

    protected LaneServices Services => services;

    protected HealthBoard Health => parts.Health;

    /// <summary>Finds out what L1 accepted, by the own node.</summary>
    protected AcceptedCheckpoints Accepted { get; } =
        new(parts.Node, parts.L1, parts.Board, parts.Archive, parts.Deployment, options.L1.LogRange, services.Logger);

    /// <summary>Adds up what the bridge holds and owes.</summary>
    protected SolvencyStep Solvency { get; } = new(parts, new SolvencyBooks(parts, options.L1.LogRange), services);

    /// <summary>One round through everything.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        if (IsChecked || await CheckAsync(cancellationToken))
        {
            await RoundAsync(cancellationToken);
        }

        services.Metrics.Ticked(services.Time.GetElapsedTime(started));
    }

    public void Dispose() => keys.Dispose();

    /// <summary>What the role does with a node that is in step and a view of L1's newest final block.</summary>
    protected abstract Task WorkAsync(L1View l1, NodeStatus status, CancellationToken cancellationToken);

    /// <summary>What the role does on the sidechain whether L1 can be read or not.</summary>
    protected virtual Task FollowSidechainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected void ReportLane(HealthPart part, TransactionLane lane)
    {
        if (lane.CanPay)
        {
            Health.Clear(part);
        }
        else
        {
            Health.Report(part, HealthLevel.Yellow, lane.Trouble);
        }
    }

    /// <summary>Runs one part so that its trouble with an endpoint does not stop the others.</summary>
    protected async Task StepAsync(HealthPart part, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is RpcUnavailableException or RpcException or AbiException)
        {
            Trouble(part, HealthLevel.Yellow, e);
        }
        catch (L1DisagreementException e)
        {
            Trouble(part, HealthLevel.Red, e);
        }
    }

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var verdict = await _startup.RunAsync(cancellationToken);
        switch (verdict.Outcome)
        {
            case StartupOutcome.Good:
                IsChecked = true;
                Health.Clear(HealthPart.Startup);
                Log.Checked(services.Logger, parts.Identity.SidechainChainId, parts.Identity.L1ChainId, parts.Identity.Anchor, parts.Identity.Vault);
                if (verdict.Reason.Length > 0)
                {
                    Log.NotBelieved(services.Logger, verdict.Reason);
                }

                break;
            case StartupOutcome.Wait:
                if (Health.Report(HealthPart.Startup, HealthLevel.Yellow, verdict.Reason))
                {
                    Log.Waiting(services.Logger, verdict.Reason);
                }

                break;
            default:
                Health.Report(HealthPart.Startup, HealthLevel.Red, verdict.Reason);
                Refusal = verdict.Reason;
                break;
        }

        return IsChecked;
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        await StepAsync(HealthPart.L1, () => ReadL1Async(cancellationToken));
        await StepAsync(HealthPart.SidechainTransactions, () => FollowSidechainAsync(cancellationToken));
        if (_l1 is not { } l1)
        {
            return;
        }

        await StepAsync(HealthPart.L1Transactions, () => FollowL1Async(l1, cancellationToken));
        await StepAsync(HealthPart.Node, () => WorkInStepAsync(l1, cancellationToken));
    }

    private async Task WorkInStepAsync(L1View l1, CancellationToken cancellationToken)
    {
        var status = await parts.Node.StatusAsync(cancellationToken);
        if (status.Conflict)
        {
            Health.Report(HealthPart.Node, HealthLevel.Red, "the node's chain cannot contain the block it is pinned to: nothing is signed");
            return;
        }

        if (status.Syncing)
        {
            Health.Report(HealthPart.Node, HealthLevel.Yellow, "the node is syncing");
            return;
        }

        Health.Clear(HealthPart.Node);
        await WorkAsync(l1, status, cancellationToken);
    }

    private async Task ReadL1Async(CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        if (_l1 is not null && now - _l1ReadAt < _l1Poll)
        {
            return;
        }

        _l1 = await parts.L1.ReadAsync(cancellationToken);
        _l1ReadAt = now;
        services.Metrics.L1Finalized = (long)_l1.Block.Number;
        services.Metrics.L1BaseFeeGwei = (_l1.Block.BaseFeePerGas ?? 0).SaturateToUInt64() / 1e9;
        services.Metrics.L1Endpoints = parts.L1.Endpoints.All.Count;
        services.Metrics.L1Quarantined = parts.L1.Quarantined.Count;
        if (parts.L1.Quarantined.Count > 0)
        {
            Health.Report(HealthPart.L1, HealthLevel.Red, $"endpoints contradict the others: {string.Join(", ", parts.L1.Quarantined)}");
        }
        else
        {
            Health.Clear(HealthPart.L1);
        }
    }

    private async Task FollowL1Async(L1View l1, CancellationToken cancellationToken)
    {
        if (parts.L1Lane is { } lane)
        {
            await lane.TickAsync(l1.Block.Number, cancellationToken);
            ReportLane(HealthPart.L1Transactions, lane);
        }
    }

    private void Trouble(HealthPart part, HealthLevel level, Exception reason)
    {
        if (Health.Report(part, level, reason.Message))
        {
            Log.Trouble(services.Logger, part, reason.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9000, LogLevel.Information, "Both chains are the deployment's: sidechain {SidechainChainId}, L1 {L1ChainId}, anchor {Anchor}, vault {Vault}")]
        public static partial void Checked(
            ILogger logger, Primitives.UInt256 sidechainChainId, Primitives.UInt256 l1ChainId, Primitives.Address anchor, Primitives.Address vault);

        [LoggerMessage(9001, LogLevel.Warning, "Waiting: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(9003, LogLevel.Error, "Not believed, but enough others agree: {Reason}")]
        public static partial void NotBelieved(ILogger logger, string reason);

        [LoggerMessage(9002, LogLevel.Warning, "{Part}: {Reason}")]
        public static partial void Trouble(ILogger logger, HealthPart part, string reason);
    }
}
