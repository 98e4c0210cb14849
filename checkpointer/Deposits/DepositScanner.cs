using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Deposits;

/// <summary>Gathers the Vault's <c>Deposited</c> events of finalized L1 blocks. Hints only: nothing is signed for what an event says.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class DepositScanner(
    EndpointPool endpoints, DepositStore store, Address vault, ulong l1StartBlock, int logRange, CrashPoints crashPoints)
{
    /// <summary>Most queries in one go, so that a long search does not hold up everything else.</summary>
    private const int MaxQueries = 50;

    private static readonly AbiEvent Deposited = BridgeAbi.Vault.Event("Deposited");

    /// <summary>Searches on; true when everything up to the final block was searched.</summary>
    public async Task<bool> SearchAsync(ulong finalBlock, CancellationToken cancellationToken)
    {
        for (var query = 0; query < MaxQueries; query++)
        {
            var from = store.SearchedTo + 1 ?? l1StartBlock;
            if (from > finalBlock)
            {
                return true;
            }

            var to = Math.Min(from + (ulong)logRange - 1, finalBlock);
            var filter = new LogFilter(vault, from, to, Deposited.Topic);
            var logs = await endpoints.AskAsync(e => e.LogsAsync(filter, cancellationToken));
            var seen = logs.Where(log => Deposited.Matches(log.ToLog())).Select(Read).ToArray();
            crashPoints.Pass(CrashPoint.BeforeDepositRecord);
            store.Add(seen, to);
            crashPoints.Pass(CrashPoint.AfterDepositRecord);
        }

        return store.SearchedTo >= finalBlock;
    }

    private static SeenDeposit Read(ChainLog log) => new(Deposit.FromEvent(Deposited.Decode(log.ToLog())), log.BlockNumber);
}
