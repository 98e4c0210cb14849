using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>The contracts on L1 that settle withdrawals: each kind has one, and a message a second that delivers it.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class Settlements(BridgeChains chains)
{
    public static ContractAbi NftVault { get; } = BridgeAbi.Of("NftVault");

    public static ContractAbi MirrorBridge { get; } = BridgeAbi.Of("MirrorBridge");

    public static ContractAbi CollectionBridge { get; } = BridgeAbi.Of("CollectionBridge");

    public static ContractAbi Messenger { get; } = BridgeAbi.Of("Messenger");

    /// <summary>Where withdrawals of a kind are claimed and released; null for a kind that this program does not know.</summary>
    public async Task<Address?> OfAsync(AssetKind kind, CancellationToken cancellationToken) => kind switch
    {
        AssetKind.Eth or AssetKind.Erc20 or AssetKind.Message => chains.Identity.Vault,
        AssetKind.Erc721 or AssetKind.Erc1155 => await NamedAsync("NFT_VAULT", cancellationToken),
        AssetKind.SidechainErc721 or AssetKind.SidechainErc1155 => await NamedAsync("COLLECTION_BRIDGE", cancellationToken),
        AssetKind.SidechainErc20 => await NamedAsync("MIRROR_BRIDGE", cancellationToken),
        _ => null,
    };

    /// <summary>The contract that delivers messages.</summary>
    public Task<Address> MessengerAsync(CancellationToken cancellationToken) => NamedAsync("MESSENGER", cancellationToken);

    /// <summary>How far a withdrawal is that L1 knows, and when a queued one is released.</summary>
    /// <param name="leaf">The withdrawal.</param>
    /// <param name="nfts">What it carries; null for what are no NFTs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(TransferState State, DateTimeOffset? ReleaseAt)> StateAsync(WithdrawalLeaf leaf, NftList? nfts, CancellationToken cancellationToken)
    {
        if (await OfAsync(leaf.Kind, cancellationToken) is not { } settles)
        {
            return (TransferState.Unknown, null);
        }

        // All of them answer these two alike.
        if (!(await AskAsync(settles, BridgeAbi.Vault, "isClaimed", cancellationToken, (UInt256)leaf.Index)).Get<bool>(0))
        {
            return (TransferState.Claimable, null);
        }

        var releaseAt = (await AskAsync(settles, BridgeAbi.Vault, "queued", cancellationToken, (UInt256)leaf.Index)).Get<ulong>("releaseAt");
        if (releaseAt != 0)
        {
            return (TransferState.Queued, DateTimeOffset.FromUnixTimeSeconds((long)releaseAt));
        }

        return (await EndAsync(leaf, nfts, settles, cancellationToken), null);
    }

    private async Task<TransferState> EndAsync(WithdrawalLeaf leaf, NftList? nfts, Address settles, CancellationToken cancellationToken)
    {
        if (leaf.Kind == AssetKind.Message)
        {
            var messenger = await MessengerAsync(cancellationToken);
            var arrivedAt = await AskAsync(messenger, Messenger, "arrivedAt", cancellationToken, leaf.Hash(chains.Identity));
            return arrivedAt.Get<ulong>(0) == 0 ? TransferState.Claimed : TransferState.Arrived;
        }

        if (nfts is null || leaf.Kind.IsHome()) // who gets a mirror is not called, so nothing is ever owed
        {
            return TransferState.Claimed;
        }

        var owed = await AskAsync(settles, NftVault, "owed", cancellationToken, leaf.To, (byte)leaf.Kind, leaf.Token, nfts.IdsForAbi, nfts.AmountsForAbi);
        return owed.Get<UInt256>(0).IsZero ? TransferState.Claimed : TransferState.Owed;
    }

    private async Task<Address> NamedAsync(string view, CancellationToken cancellationToken) =>
        (await chains.VaultAsync(view, cancellationToken)).Get<Address>(0);

    private Task<AbiTuple> AskAsync(Address contract, ContractAbi abi, string function, CancellationToken cancellationToken, params object[] arguments) =>
        BridgeChains.ViewAsync(chains.L1, contract, abi.Function(function), cancellationToken, arguments);
}
