using System.Numerics;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>Asks both chains for the bridge's state and tells every open page when it changed.</summary>
internal sealed partial class BridgeFeed(BridgeChains chains, TimeProvider time, ILogger<BridgeFeed> logger) : BackgroundService
{
    private const int Kept = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly List<CheckpointRow> _accepted = [];
    private ulong _nextL1Block = chains.L1Start;
    private volatile BridgeView _view = BridgeView.Unknown;

    /// <summary>Raised after every change; handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>What is known.</summary>
    public BridgeView View => _view;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Publish(await LookAsync(stoppingToken));
            }
            catch (Exception e) when (e is RpcException or RpcUnavailableException)
            {
                Publish(_view with { Failure = e.Message });
                Log.Lost(logger, e.Message);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task<BridgeView> LookAsync(CancellationToken cancellationToken)
    {
        var head = (await chains.L1.HeadAsync(cancellationToken)).Number;
        var final = (await chains.L1.HeaderAsync(BlockTag.Finalized, cancellationToken))?.Number ?? 0;
        await ReadAcceptedAsync(head, final, cancellationToken);
        var counts = await chains.AnchorAsync("headCounts", cancellationToken);
        var made = (await chains.VaultAsync("depositCount", cancellationToken)).Get<UInt256>(0).Low64;
        return new BridgeView
        {
            Checkpoints = [.. _accepted.Select(row => row with { IsFinal = row.L1Block <= final }).Reverse()],
            L1Head = head,
            L1Final = final,
            Claimable = counts.Get<ulong>("withdrawalCount"),
            Deposits = (made, await chains.TakenInAsync(cancellationToken)),
        };
    }

    /// <summary>Reads the events of new L1 blocks. Those that are not final are read again the next time: L1 may take them back.</summary>
    private async Task ReadAcceptedAsync(ulong head, ulong final, CancellationToken cancellationToken)
    {
        var accepted = BridgeAbi.Anchor.Event("CheckpointAccepted");
        var logs = await BridgeChains.LogsAsync(chains.L1, chains.Identity.Anchor, _nextL1Block, head, cancellationToken, accepted.Topic);
        _accepted.RemoveAll(row => row.L1Block >= _nextL1Block);
        foreach (var log in logs)
        {
            var values = accepted.Decode(log.ToLog());
            var signers = values.Get<UInt256>("signers");
            _accepted.Add(new CheckpointRow(
                values.Get<ulong>("index"), values.Get<ulong>("lastBlock"), log.BlockNumber, BitOperations.PopCount(signers.Low64),
                IsFinal: false, values.Get<Hash256>("digest")));
        }

        _accepted.RemoveRange(0, Math.Max(0, _accepted.Count - Kept));
        _nextL1Block = Math.Max(_nextL1Block, final + 1);
    }

    private void Publish(BridgeView view)
    {
        _view = view;
        Changed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(9011, LogLevel.Warning, "The bridge cannot be read: {Reason}")]
        public static partial void Lost(ILogger logger, string reason);
    }
}
