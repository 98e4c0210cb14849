using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Bindings;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Deposits;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Signing;
using PoaSidechain.Checkpointer.Solvency;
using PoaSidechain.Checkpointer.Startup;
using PoaSidechain.Checkpointer.Transactions;

namespace PoaSidechain.Checkpointer;

/// <summary>All parts of one checkpointer, and the round it makes through them. Knows no timer: whoever owns it says when.</summary>
/// <remarks>
/// Every round derives what is to be done from both chains and the journal, nothing from the round before: a restart at any place
/// continues. Thread: one at a time.
/// </remarks>
internal sealed partial class CheckpointerCore : IDisposable
{
    /// <summary>Depth at which a transaction on the sidechain is forgotten before a checkpoint covers it; were it undone, it would be made anew.</summary>
    private const ulong SidechainDepth = 64;

    private readonly CheckpointParts _parts;
    private readonly StartupChecks _startup;
    private readonly FinalityStep _finality;
    private readonly ParentFinder _parents;
    private readonly BindingStep _binding;
    private readonly CheckpointStep _checkpoints;
    private readonly HandoverStep _handover;
    private readonly DepositStep _deposits;
    private readonly SolvencyStep _solvency;
    private readonly CheckpointerKeys _keys;
    private readonly CheckpointerJournal _journal;
    private readonly LaneServices _services;
    private readonly TimeSpan _l1Poll;

    private bool _isChecked;
    private L1View? _l1;
    private DateTimeOffset _l1ReadAt;

    public CheckpointerCore(CheckpointerOptions options, Deployment deployment, CheckpointerKeys keys, CheckpointerJournal journal,
        CheckpointerConnections connections, HealthBoard health, LaneServices services)
    {
        _keys = keys;
        _journal = journal;
        _services = services;
        _l1Poll = options.L1.PollInterval;
        var identity = deployment.Identity;
        var node = connections.Node;
        var l1 = new L1Reader(connections.L1, options.L1.Agreement, identity, services.Metrics, services.Logger);
        var board = new NoticeBoard(node, identity);
        var archive = new CheckpointArchive(journal, identity);
        var registry = new RegistrySets(node, journal, identity.GenesisHash);
        var record = new SigningRecord(journal, identity);
        var sidechainEndpoint = new EndpointPool([node.Chain]);
        var sidechainLane = Lane("sidechain", identity.SidechainChainId.Low64, sidechainEndpoint, options.SidechainFees);
        IAttestationSigner? signer = keys.Signer is null ? null : new LocalAttestationSigner(keys.Signer, identity, record, services.CrashPoints);
        _parts = new CheckpointParts
        {
            Node = node,
            L1 = l1,
            Deployment = deployment,
            View = new SidechainView(node),
            Board = board,
            Registry = registry,
            Archive = archive,
            SigningRecord = record,
            Health = health,
            Attestor = signer is null || sidechainLane is null ? null : new Attestor(signer, board, registry, sidechainLane, identity, services),
            L1Lane = Lane("l1", identity.L1ChainId.Low64, connections.L1, options.L1Fees),
            SidechainLane = sidechainLane,
        };
        var accepted = new AcceptedCheckpoints(node, l1, board, archive, deployment, options.L1.LogRange, services.Logger);
        _startup = new StartupChecks(node, connections.L1, options.L1.Agreement, deployment);
        _finality = new FinalityStep(node, accepted, archive, journal, identity, health, services);
        _parents = new ParentFinder(l1, node, accepted);
        _binding = new BindingStep(_parts, options.Checkpoints, services);
        _checkpoints = new CheckpointStep(_parts, options.Checkpoints, services);
        _handover = new HandoverStep(_parts, options.Checkpoints, services);
        _solvency = new SolvencyStep(_parts, new SolvencyBooks(_parts, options.L1.LogRange), services);
        _deposits = new DepositStep(_parts, new DepositStore(journal), options.Deposits, options.L1.LogRange, services);
    }

    /// <summary>Set when the chains are not those of the deployment file: the process must stop and say so.</summary>
    public string? Refusal { get; private set; }

    /// <summary>True once both chains were checked.</summary>
    public bool IsChecked => _isChecked;

    private HealthBoard Health => _parts.Health;

    /// <summary>One round through everything.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var started = _services.Time.GetTimestamp();
        if (_isChecked || await CheckAsync(cancellationToken))
        {
            await RoundAsync(cancellationToken);
        }

        _services.Metrics.Ticked(_services.Time.GetElapsedTime(started));
    }

    public void Dispose() => _keys.Dispose();

    private TransactionLane? Lane(string name, ulong chainId, EndpointPool endpoints, FeeOptions fees) =>
        _keys.Fee is null ? null : new TransactionLane(name, chainId, _keys.Fee, endpoints, _journal, fees, _services);

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var verdict = await _startup.RunAsync(cancellationToken);
        switch (verdict.Outcome)
        {
            case StartupOutcome.Good:
                _isChecked = true;
                Health.Clear(HealthPart.Startup);
                Log.Checked(_services.Logger, _parts.Identity.SidechainChainId, _parts.Identity.L1ChainId, _parts.Identity.Anchor, _parts.Identity.Vault);
                break;
            case StartupOutcome.Wait:
                if (Health.Report(HealthPart.Startup, HealthLevel.Yellow, verdict.Reason))
                {
                    Log.Waiting(_services.Logger, verdict.Reason);
                }

                break;
            default:
                Health.Report(HealthPart.Startup, HealthLevel.Red, verdict.Reason);
                Refusal = verdict.Reason;
                break;
        }

        return _isChecked;
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
        await StepAsync(HealthPart.Node, () => WorkAsync(l1, cancellationToken));
    }

    private async Task WorkAsync(L1View l1, CancellationToken cancellationToken)
    {
        var status = await _parts.Node.StatusAsync(cancellationToken);
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
        if (await _finality.RunAsync(l1, status, cancellationToken) is not { } final)
        {
            return;
        }

        _services.Metrics.CheckpointAge = _services.Time.GetUtcNow().ToUnixTimeSeconds() - (long)l1.Head.AcceptedAt;
        if (!await _binding.RunAsync(cancellationToken))
        {
            return;
        }

        await StepAsync(HealthPart.Handover, () => _handover.RunAsync(final, cancellationToken));
        await StepAsync(HealthPart.Deposits, () => _deposits.RunAsync(l1, cancellationToken));
        await StepAsync(HealthPart.Checkpoints, () => MakeCheckpointAsync(final, l1, status, cancellationToken));
        await StepAsync(HealthPart.Solvency, () => _solvency.RunAsync(l1.Block.Number, cancellationToken));
    }

    private async Task MakeCheckpointAsync(ParentCheckpoint final, L1View l1, NodeStatus status, CancellationToken cancellationToken)
    {
        if (await _parents.FindAsync(final, cancellationToken) is { } parent)
        {
            await _checkpoints.RunAsync(parent, l1, status, cancellationToken);
        }
    }

    private async Task ReadL1Async(CancellationToken cancellationToken)
    {
        var now = _services.Time.GetUtcNow();
        if (_l1 is not null && now - _l1ReadAt < _l1Poll)
        {
            return;
        }

        _l1 = await _parts.L1.ReadAsync(cancellationToken);
        _l1ReadAt = now;
        _services.Metrics.L1Finalized = (long)_l1.Block.Number;
        _services.Metrics.L1BaseFeeGwei = (_l1.Block.BaseFeePerGas ?? 0).SaturateToUInt64() / 1e9;
        _services.Metrics.L1Endpoints = _parts.L1.Endpoints.All.Count;
        _services.Metrics.L1Quarantined = _parts.L1.Quarantined.Count;
        if (_parts.L1.Quarantined.Count > 0)
        {
            Health.Report(HealthPart.L1, HealthLevel.Red, $"endpoints contradict the others: {string.Join(", ", _parts.L1.Quarantined)}");
        }
        else
        {
            Health.Clear(HealthPart.L1);
        }
    }

    private async Task FollowL1Async(L1View l1, CancellationToken cancellationToken)
    {
        if (_parts.L1Lane is { } lane)
        {
            await lane.TickAsync(l1.Block.Number, cancellationToken);
            ReportLane(HealthPart.L1Transactions, lane);
        }
    }

    private async Task FollowSidechainAsync(CancellationToken cancellationToken)
    {
        if (_parts.SidechainLane is { } lane)
        {
            var head = await _parts.Node.Chain.HeadAsync(cancellationToken);
            var deep = head.Number > SidechainDepth ? head.Number - SidechainDepth : 0;
            var final = FinalCheckpoint.Read(_journal)?.LastBlock ?? 0;
            await lane.TickAsync(Math.Max(deep, final), cancellationToken);
            ReportLane(HealthPart.SidechainTransactions, lane);
        }
    }

    private void ReportLane(HealthPart part, TransactionLane lane)
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
    private async Task StepAsync(HealthPart part, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (RpcUnavailableException e)
        {
            Trouble(part, HealthLevel.Yellow, e);
        }
        catch (RpcException e)
        {
            Trouble(part, HealthLevel.Yellow, e);
        }
        catch (L1DisagreementException e)
        {
            Trouble(part, HealthLevel.Red, e);
        }
    }

    private void Trouble(HealthPart part, HealthLevel level, Exception reason)
    {
        if (Health.Report(part, level, reason.Message))
        {
            Log.Trouble(_services.Logger, part, reason.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9000, LogLevel.Information, "Both chains are the deployment's: sidechain {SidechainChainId}, L1 {L1ChainId}, anchor {Anchor}, vault {Vault}")]
        public static partial void Checked(
            ILogger logger, Primitives.UInt256 sidechainChainId, Primitives.UInt256 l1ChainId, Primitives.Address anchor, Primitives.Address vault);

        [LoggerMessage(9001, LogLevel.Warning, "Waiting: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(9002, LogLevel.Warning, "{Part}: {Reason}")]
        public static partial void Trouble(ILogger logger, HealthPart part, string reason);
    }
}
