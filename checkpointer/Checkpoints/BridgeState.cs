using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>The sidechain's bridge contracts in the state of a block, proven against its header.</summary>
/// <param name="WithdrawalRoot">Root of the outbox tree.</param>
/// <param name="WithdrawalCount">Its leaves.</param>
/// <param name="DepositCount">Deposits the inbox has processed.</param>
/// <param name="DepositAcc">Accumulator over them.</param>
internal sealed record BridgeState(Hash256 WithdrawalRoot, ulong WithdrawalCount, ulong DepositCount, Hash256 DepositAcc)
{
    /// <summary>Reads the four slots; the proof ties them to the block even if the node reorganises meanwhile.</summary>
    public static async Task<BridgeState> ReadAsync(
        ChainClient chain, BlockHeader header, BridgeIdentity identity, CancellationToken cancellationToken)
    {
        var outbox = await chain.SlotsAsync(
            header, Predeploys.Outbox, [StorageLayout.OutboxRoot, StorageLayout.OutboxCount], cancellationToken);
        var inbox = await chain.SlotsAsync(header, Predeploys.Inbox, [StorageLayout.InboxCount, StorageLayout.InboxAcc], cancellationToken);
        var acc = inbox[1].IsZero ? identity.DepositStart : inbox[1].ToHash256();
        return new BridgeState(outbox[0].ToHash256(), outbox[1].Low64, inbox[0].Low64, acc);
    }
}
