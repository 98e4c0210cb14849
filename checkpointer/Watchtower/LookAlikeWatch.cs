using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>Contracts of either chain that emit the bridge's events without being its contracts: nothing credits them, but somebody may be trying what credits and shows.</summary>
/// <remarks>
/// Counts and alarms, and nothing else: no amount is read out of what it sees. Thread: the loop only. From the start of the process on; nothing
/// that happened before matters by now.
/// </remarks>
internal sealed partial class LookAlikeWatch(CheckpointParts parts, int logRange, LaneServices services)
{
    private const int MaxNamed = 5; // anyone can emit events: what is shown is bounded

    private static readonly AbiEvent MirrorOnL1 = BridgeAbi.Of("MirrorBridge").Event("MirrorCreated");

    private static readonly (AbiEvent Event, Address Emitter)[] OnSidechain =
    [
        (BridgeAbi.Outbox.Event("WithdrawalAppended"), Predeploys.Outbox),
        (BridgeAbi.Of("SideMessenger").Event("MessageSent"), Predeploys.Messenger),
        (BridgeAbi.Of("NftBridge").Event("NftsWithdrawn"), Predeploys.NftBridge),
        (BridgeAbi.Of("CollectionVault").Event("NftsWithdrawn"), Predeploys.CollectionVault),
        (BridgeAbi.Of("MirrorFactory").Event("MirrorCreated"), Predeploys.MirrorFactory),
        (BridgeAbi.Of("NftMirrorFactory").Event("NftMirrorCreated"), Predeploys.NftMirrorFactory),
    ];

    private readonly HashSet<(string Chain, Address Emitter)> _emitters = [];
    private ulong? _nextOnL1;
    private ulong? _nextOnSidechain;
    private Address? _mirrorBridge;

    /// <summary>Looks at what is new on both chains.</summary>
    /// <param name="l1Final">Newest finalized block of L1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(ulong l1Final, CancellationToken cancellationToken)
    {
        _mirrorBridge ??= await parts.L1.MirrorBridgeAsync(cancellationToken);
        _nextOnL1 = await LookAsync(
            "L1",
            [(BridgeAbi.Vault.Event("Deposited"), parts.Identity.Vault), (MirrorOnL1, _mirrorBridge.Value)],
            _nextOnL1 ?? l1Final,
            l1Final,
            filter => parts.L1.Endpoints.AskAsync(endpoint => endpoint.LogsAsync(filter, cancellationToken)));
        var head = (await parts.Node.Chain.HeadAsync(cancellationToken)).Number;
        _nextOnSidechain = await LookAsync(
            "sidechain", OnSidechain, _nextOnSidechain ?? head, head, filter => parts.Node.Chain.LogsAsync(filter, cancellationToken));
        if (_emitters.Count == 0)
        {
            parts.Health.Clear(HealthPart.LookAlikes);
        }
        else
        {
            var named = string.Join(", ", _emitters.Select(found => $"{found.Emitter.ToChecksumString()} on {found.Chain}"));
            parts.Health.Report(HealthPart.LookAlikes, HealthLevel.Yellow, $"the bridge's events are imitated by {named}");
        }
    }

    /// <summary>The block to go on from.</summary>
    private async Task<ulong> LookAsync(
        string chain, IEnumerable<(AbiEvent Event, Address Emitter)> ours, ulong from, ulong last, Func<LogFilter, Task<IReadOnlyList<ChainLog>>> ask)
    {
        if (from > last)
        {
            return from;
        }

        var to = Math.Min(from + (ulong)logRange - 1, last);
        List<(string Kind, ChainLog Log)> foreign = [];
        foreach (var (kind, emitter) in ours)
        {
            var logs = await ask(new LogFilter(null, from, to, kind.Topic));
            foreign.AddRange(logs.Where(log => log.Emitter != emitter).Select(log => (kind.Name, log)));
        }

        // Only now: after a failure the range is looked at again, and nothing is to be counted twice.
        foreign.ForEach(found => Note(chain, found.Kind, found.Log));
        return to + 1;
    }

    private void Note(string chain, string kind, ChainLog log)
    {
        services.Metrics.Bridge.Imitated(chain, kind);
        if (_emitters.Count < MaxNamed && _emitters.Add((chain, log.Emitter)))
        {
            Log.Seen(services.Logger, log.Emitter, kind, chain, log.BlockNumber);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9520, LogLevel.Warning, "{Emitter} imitates the bridge's {Event} on {Chain}, first in block {Block}; nothing is credited or paid for it")]
        public static partial void Seen(ILogger logger, Address emitter, string @event, string chain, ulong block);
    }
}
