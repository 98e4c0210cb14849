using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Where the sidechain ends for L1: its last good checkpoint, and whether the bridge is dead.</summary>
/// <param name="IsDead">True once somebody said so: nothing is accepted any more.</param>
/// <param name="Index">Index of the checkpoint.</param>
/// <param name="LastBlock">Its last block; 0 when there never was a checkpoint.</param>
/// <param name="LastBlockHash">Hash of that block.</param>
/// <param name="StateRoot">The state from which everything leaves, as L1 stores it; zero while the bridge is not dead.</param>
/// <param name="Consumed">Deposits that the sidechain had consumed; later ones are refunded.</param>
/// <param name="Withdrawals">Withdrawals in the checkpoint's tree.</param>
/// <param name="DeadFrom">From when it can be declared dead, L1 seconds.</param>
/// <param name="Now">Time of L1's head, seconds.</param>
internal sealed record EscapePoint(
    bool IsDead, ulong Index, ulong LastBlock, Hash256 LastBlockHash, Hash256 StateRoot, ulong Consumed, ulong Withdrawals, ulong DeadFrom, ulong Now)
{
    /// <summary>False when nothing was ever accepted: then there is no state to leave from, and only deposits go back.</summary>
    public bool HasState => LastBlock != 0;

    /// <summary>True when anyone may declare the bridge dead.</summary>
    public bool CanDeclare => !IsDead && Now >= DeadFrom;

    public static async Task<EscapePoint> ReadAsync(L1Session session, ulong fromBlock, CancellationToken cancellationToken)
    {
        var head = await session.AnchorAsync("head", cancellationToken);
        var counts = await session.AnchorAsync("headCounts", cancellationToken);
        var exit = await session.AnchorAsync("exitState", cancellationToken);
        var deadAfter = (await session.AnchorAsync("DEAD_AFTER", cancellationToken)).Get<ulong>(0);
        var lastBlock = head.Get<ulong>("lastBlock");
        var hash = lastBlock == 0 ? session.Identity.GenesisHash : await HashOfAsync(session, head.Get<Hash256>("digest"), fromBlock, cancellationToken);
        return new EscapePoint(
            exit.Get<bool>("dead"), head.Get<ulong>("index"), lastBlock, hash, exit.Get<Hash256>("stateRoot"), counts.Get<ulong>("depositCount"),
            counts.Get<ulong>("withdrawalCount"), head.Get<ulong>("acceptedAt") + deadAfter, await session.L1TimeAsync(cancellationToken));
    }

    /// <summary>The call that says so on L1. The checkpoint is found in the call that brought it, because L1 itself keeps its digest only.</summary>
    /// <exception cref="BridgeException">It is too early, or the call cannot be read.</exception>
    public async Task<EscapeCall> DeclareAsync(L1Session session, CancellationToken cancellationToken)
    {
        if (!CanDeclare)
        {
            throw new BridgeException($"The bridge cannot be declared dead before {BridgeReports.Time(DeadFrom)}.");
        }

        var last = HasState ? (await AcceptedCalls.ReadAsync(session, null, cancellationToken)).Chain[0] : Nothing;
        var call = BridgeContracts.Anchor.Function("declareDead").EncodeCall([last.ToAbi()]);
        return new EscapeCall(session.Identity.Anchor, call, _ => Task.FromResult("The bridge is declared dead, for ever"));
    }

    /// <summary>In a sentence.</summary>
    public string Describe() => (IsDead, CanDeclare) switch
    {
        (true, _) => "The bridge is dead: no checkpoint is accepted any more, assets leave by proof.",
        (_, true) => $"The bridge is silent since more than 30 days and nobody has declared it dead yet: anyone may (--declare-dead). It could have been since {BridgeReports.Time(DeadFrom)}.",
        _ => $"The bridge is not dead: if no further checkpoint comes, it can be declared dead from {BridgeReports.Time(DeadFrom)} on. Until then only withdrawals can be claimed.",
    };

    private static Checkpoint Nothing => new()
    {
        Index = 0, Round = 0, FirstBlock = 0, LastBlock = 0, LastTimestamp = 0, WithdrawalCount = 0, DepositCount = 0, ParentDigest = default, LastBlockHash = default,
        StateRoot = default, BlocksRoot = default, WithdrawalRoot = default, DepositAcc = default, SetHash = default, NextSetHash = default,
    };

    private static async Task<Hash256> HashOfAsync(L1Session session, Hash256 digest, ulong fromBlock, CancellationToken cancellationToken)
    {
        var accepted = await session.L1.EventsAsync(session.Identity.Anchor, BridgeContracts.Anchor.Event("CheckpointAccepted"), fromBlock, cancellationToken);
        return accepted.LastOrDefault(e => e.Get<Hash256>("digest") == digest) is { } found
            ? found.Get<Hash256>("lastBlockHash")
            : throw new BridgeException($"L1's endpoint does not show the acceptance of checkpoint {digest}. Does it serve old events, and is --l1-from-block not too high?");
    }
}
