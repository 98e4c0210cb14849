using PoaSidechain.Node.Commands.Bridge.Nfts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>The contract on L1 that settles withdrawals of a kind.</summary>
/// <param name="L1">L1.</param>
/// <param name="Contract">Its address.</param>
/// <param name="Abi">Its interface.</param>
internal sealed record Settlement(ChainConnection L1, Address Contract, ContractAbi Abi)
{
    /// <summary>The mirror bridge for tokens of the sidechain, the collection bridge for its NFTs, the vault of NFTs for those of L1, the Vault for coin, tokens of L1 and messages.</summary>
    /// <exception cref="BridgeException">This program does not know the kind.</exception>
    public static async Task<Settlement> OfAsync(L1Session session, AssetKind kind, CancellationToken cancellationToken) =>
        await FindAsync(session, kind, cancellationToken) ?? throw new BridgeException($"Withdrawals of kind {(byte)kind} are not known to this program.");

    /// <summary>The same; null for a kind that this program does not know.</summary>
    public static async Task<Settlement?> FindAsync(L1Session session, AssetKind kind, CancellationToken cancellationToken) => kind switch
    {
        AssetKind.SidechainErc20 => new Settlement(session.L1, await HomeTokens.BridgeAsync(session, cancellationToken), BridgeContracts.MirrorBridge),
        AssetKind.Erc721 or AssetKind.Erc1155 => new Settlement(session.L1, await NftTransfers.VaultAsync(session, cancellationToken), BridgeContracts.NftVault),
        AssetKind.SidechainErc721 or AssetKind.SidechainErc1155 => new Settlement(session.L1, await HomeCollections.BridgeAsync(session, cancellationToken), BridgeContracts.CollectionBridge),
        AssetKind.Eth or AssetKind.Erc20 or AssetKind.Message => new Settlement(session.L1, session.Identity.Vault, BridgeContracts.Vault),
        _ => null,
    };

    /// <summary>True once a withdrawal was proven.</summary>
    public async Task<bool> IsClaimedAsync(ulong index, CancellationToken cancellationToken) =>
        (await L1.ViewAsync(Contract, Abi.Function("isClaimed"), cancellationToken, index)).Get<bool>(0);

    /// <summary>When a queued withdrawal may be paid, L1 seconds, and the checkpoint that proved it; time 0 for one that is not queued.</summary>
    public async Task<(ulong ReleaseAt, ulong Checkpoint)> QueuedAsync(ulong index, CancellationToken cancellationToken)
    {
        var entry = await L1.ViewAsync(Contract, Abi.Function("queued"), cancellationToken, index);
        return (entry.Get<ulong>("releaseAt"), entry.Get<ulong>("checkpoint"));
    }
}
