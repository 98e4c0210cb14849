using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Checkpointer.Watchtower;

/// <summary>The one power of a watchtower: a guardian's pause of 48 hours on the PauseBoard. It can delay payments and take nothing.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed partial class PauseKey(CheckpointParts parts, LaneServices services)
{
    private static readonly AbiFunction Board = BridgeAbi.Anchor.Function("PAUSE_BOARD");
    private static readonly AbiFunction PausedUntil = BridgeAbi.PauseBoard.Function("pausedUntil");
    private static readonly AbiFunction Pause = BridgeAbi.PauseBoard.Function("pause");

    // What lets money out comes first: the key may have no more than the gas of one transaction.
    private static readonly PausePart[] MostUrgentFirst = [PausePart.InstantClaims, PausePart.Releases, PausePart.Checkpoints, PausePart.Deposits];

    /// <summary>Asks for a pause of everything that is not paused yet; following the transactions is the lane's.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        var board = (await ViewAsync(Board, parts.Identity.Anchor, cancellationToken)).Get<Address>(0);
        if (parts.L1Lane is not { } lane || board.IsZero)
        {
            Trouble(board.IsZero ? "this bridge has no PauseBoard" : "there is no FeeKey");
            return;
        }

        var now = await parts.L1.Endpoints.MedianAsync(async e => (await e.HeadAsync(cancellationToken)).Timestamp);
        foreach (var part in MostUrgentFirst)
        {
            if ((await ViewAsync(PausedUntil, board, cancellationToken, (byte)part)).Get<ulong>(0) > now)
            {
                continue;
            }

            var result = await lane.EnqueueAsync(new TransactionIntent($"pause {part}", board, Pause.EncodeCall((byte)part)), cancellationToken);
            if (result == EnqueueResult.Sent)
            {
                Log.Pausing(services.Logger, part);
                parts.Health.Clear(HealthPart.Pausing);
            }
            else if (result != EnqueueResult.AlreadyUnderWay)
            {
                Trouble($"{part} cannot be paused: {(result == EnqueueResult.WouldRevert ? $"the PauseBoard refuses {lane.Sender} (no guardian, or cooling down)" : result)}");
            }
        }
    }

    private void Trouble(string reason)
    {
        if (parts.Health.Report(HealthPart.Pausing, HealthLevel.Red, reason))
        {
            Log.CannotPause(services.Logger, reason);
        }
    }

    private Task<AbiTuple> ViewAsync(AbiFunction function, Address contract, CancellationToken cancellationToken, params object[] arguments) =>
        parts.L1.Endpoints.ViewAsync(contract, function, BlockTag.Latest, cancellationToken, arguments);

    private static partial class Log
    {
        [LoggerMessage(9530, LogLevel.Critical, "Pausing {Part} for 48 hours")]
        public static partial void Pausing(ILogger logger, PausePart part);

        [LoggerMessage(9531, LogLevel.Critical, "The bridge should be paused and is not: {Reason}")]
        public static partial void CannotPause(ILogger logger, string reason);
    }
}
