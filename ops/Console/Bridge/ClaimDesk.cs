using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>The call that takes a withdrawal its next step on L1, from public data of both chains.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class ClaimDesk(BridgeChains chains, Settlements settlements, Contents contents)
{
    /// <summary>The call; whoever sends it, the recipient of the withdrawal has the benefit.</summary>
    /// <exception cref="WalletException">There is no next step, or what it needs is not to be found.</exception>
    public async Task<WalletCall> NextAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        var leaf = transfer.Withdrawal ?? throw new WalletException("A deposit is not claimed.");
        var what = $"{transfer.NextStep} {transfer.What}";
        if (transfer.State == TransferState.Arrived)
        {
            var deliver = Settlements.Messenger.Function("deliver").EncodeCall(leaf.ToAbi(), await contents.MessageAsync(leaf, cancellationToken));
            return Call(await settlements.MessengerAsync(cancellationToken), deliver);
        }

        var settles = await settlements.OfAsync(leaf.Kind, cancellationToken)
            ?? throw new WalletException($"Withdrawals of kind {(byte)leaf.Kind} are not known to this page.");
        return transfer.State switch
        {
            TransferState.Claimable => Call(settles, await ClaimAsync(leaf, cancellationToken)),
            TransferState.Queued => Call(settles, await ReleaseAsync(leaf, cancellationToken)),
            _ => throw new WalletException("There is nothing to be done about it."),
        };

        WalletCall Call(Address to, byte[] data) => new(what, true, to, UInt256.Zero, data);
    }

    /// <summary>The same call at every contract that settles.</summary>
    private async Task<byte[]> ClaimAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var count = (await chains.AnchorAsync("headCounts", cancellationToken)).Get<ulong>("withdrawalCount");
        var all = (await Withdrawals.LogsAsync(chains.Sidechain, cancellationToken)).Select(Withdrawals.LeafOf).ToArray();
        return Withdrawals.Claim(leaf, all, count, chains.Identity);
    }

    private async Task<byte[]> ReleaseAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        switch (leaf.Kind)
        {
            case AssetKind.Erc721 or AssetKind.Erc1155:
                var nfts = await contents.NftsAsync(leaf, cancellationToken)
                    ?? throw new WalletException($"The endpoints have no event that says which NFTs withdrawal {leaf.Index} carries.");
                return Settlements.NftVault.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), nfts.IdsForAbi, nfts.AmountsForAbi);
            case AssetKind.SidechainErc721 or AssetKind.SidechainErc1155:
                var data = await contents.HomeDataAsync(leaf, cancellationToken);
                return data.IsEmpty
                    ? throw new WalletException($"The endpoints have no event that says which NFTs withdrawal {leaf.Index} carries.")
                    : Settlements.CollectionBridge.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), data.ToArray());
            case AssetKind.SidechainErc20:
                return Settlements.MirrorBridge.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), await contents.DescriptionAsync(leaf, cancellationToken));
            default:
                return Withdrawals.Release(leaf);
        }
    }
}
