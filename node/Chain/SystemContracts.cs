using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Chain;

/// <summary>Calls that the protocol itself makes before the first transaction; without effect where the contract is not in the genesis.</summary>
public static class SystemContracts
{
    /// <summary>Ring of parent beacon block roots (EIP-4788).</summary>
    private static readonly Address BeaconRoots = Address.Parse("0x000f3df6d732807ef1319fb7b8bb8522d0beac02");

    /// <summary>Ring of the last 8191 block hashes (EIP-2935).</summary>
    private static readonly Address HistoryStorage = Address.Parse("0x0000f90827f1c53a10cb7a02335b175320002935");

    /// <summary>Makes the calls that a block's rules ask for.</summary>
    public static void BeginBlock(TransactionExecutor executor, BlockHeader header, ForkRules rules)
    {
        if (rules.IsCancun)
        {
            executor.SystemCall(BeaconRoots, header.ParentBeaconBlockRoot.GetValueOrDefault().ToArray(), out _);
        }

        if (rules.IsPrague)
        {
            executor.SystemCall(HistoryStorage, header.ParentHash.ToArray(), out _);
        }
    }
}
