using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>Contracts on L1 that emit the Vault's deposit event: nothing credits them, but somebody may be trying what credits and shows.</summary>
/// <remarks>Thread: the loop only. From the start of the process on; nothing that happened before matters by now.</remarks>
internal sealed partial class LookAlikeWatch(CheckpointParts parts, int logRange, LaneServices services)
{
    private const int MaxNamed = 5; // anyone can emit events: what is shown is bounded

    private static readonly AbiEvent Deposited = BridgeAbi.Vault.Event("Deposited");

    private readonly HashSet<Address> _emitters = [];
    private ulong? _next;

    public async Task RunAsync(ulong l1Final, CancellationToken cancellationToken)
    {
        var from = _next ?? l1Final;
        if (from > l1Final)
        {
            return;
        }

        var to = Math.Min(from + (ulong)logRange - 1, l1Final);
        var filter = new LogFilter(null, from, to, Deposited.Topic);
        foreach (var log in await parts.L1.Endpoints.AskAsync(e => e.LogsAsync(filter, cancellationToken)))
        {
            if (log.Emitter != parts.Identity.Vault && _emitters.Count < MaxNamed && _emitters.Add(log.Emitter))
            {
                Log.Seen(services.Logger, log.Emitter, log.BlockNumber);
            }
        }

        _next = to + 1;
        if (_emitters.Count > 0)
        {
            parts.Health.Report(HealthPart.LookAlikes, HealthLevel.Yellow, $"deposits are imitated on L1 by {string.Join(", ", _emitters)}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9520, LogLevel.Warning, "{Emitter} imitates the Vault's deposits on L1, first in block {Block}; nothing is credited for it")]
        public static partial void Seen(ILogger logger, Address emitter, ulong block);
    }
}
