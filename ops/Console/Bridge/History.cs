using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>An account's transfers both ways, of every kind, from public data of both chains alone.</summary>
internal sealed class History(BridgeChains chains, Assets assets, Settlements settlements, Contents contents)
{
    /// <summary>Transfers that an account began, newest first: deposits first, then withdrawals.</summary>
    public async Task<IReadOnlyList<Transfer>> OfAsync(Address account, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(bool IsHome, Address Token), Asset>();
        return
        [
            .. await DepositsAsync(account, known, cancellationToken),
            .. await WithdrawalsAsync(account, known, cancellationToken),
        ];
    }

    private async Task<IEnumerable<Transfer>> DepositsAsync(Address account, Dictionary<(bool IsHome, Address Token), Asset> known, CancellationToken cancellationToken)
    {
        var deposited = BridgeAbi.Vault.Event("Deposited");
        var head = (await chains.L1.HeadAsync(cancellationToken)).Number;
        var logs = await BridgeChains.LogsAsync(
            chains.L1, chains.Identity.Vault, chains.L1Start, head, cancellationToken, deposited.Topic, null, null, Topic(account));
        var takenIn = await chains.TakenInAsync(cancellationToken);
        var transfers = new List<Transfer>();
        foreach (var log in logs)
        {
            var deposit = Deposit.FromEvent(deposited.Decode(log.ToLog()));
            var state = deposit.Nonce >= takenIn ? TransferState.OnL1
                : await HasFailedAsync(deposit.Nonce, cancellationToken) ? TransferState.CreditFailed
                : TransferState.Credited;
            var nfts = deposit.Kind.IsNft() ? NftList.Of(deposit) : null;
            var what = await WhatAsync(deposit.Kind, deposit.Token, deposit.Amount, nfts, known, cancellationToken);
            transfers.Add(new Transfer(deposit.Nonce, deposit.Kind, what, deposit.To, state, log.BlockNumber, null, null));
        }

        return transfers.AsEnumerable().Reverse();
    }

    private async Task<IEnumerable<Transfer>> WithdrawalsAsync(Address account, Dictionary<(bool IsHome, Address Token), Asset> known, CancellationToken cancellationToken)
    {
        var claimable = (await chains.AnchorAsync("headCounts", cancellationToken)).Get<ulong>("withdrawalCount");
        var transfers = new List<Transfer>();
        foreach (var log in await Withdrawals.LogsAsync(chains.Sidechain, cancellationToken, null, Topic(account)))
        {
            var leaf = Withdrawals.LeafOf(log);
            var nfts = leaf.Kind.IsNft() ? await contents.NftsAsync(leaf, cancellationToken) : null;
            var (state, releaseAt) = leaf.Index >= claimable
                ? (TransferState.OnSidechain, null)
                : await settlements.StateAsync(leaf, nfts, cancellationToken);
            var what = await WhatAsync(leaf.Kind, leaf.Token, leaf.Amount, nfts, known, cancellationToken);
            transfers.Add(new Transfer(leaf.Index, leaf.Kind, what, leaf.To, state, log.BlockNumber, leaf, releaseAt));
        }

        return transfers.AsEnumerable().Reverse();
    }

    private async Task<bool> HasFailedAsync(ulong nonce, CancellationToken cancellationToken) =>
        (await BridgeChains.ViewAsync(chains.Sidechain, Predeploys.Inbox, BridgeAbi.Inbox.Function("failed"), cancellationToken, nonce)).Get<ulong>("failedAt") != 0;

    private async Task<string> WhatAsync(
        AssetKind kind, Address token, UInt256 amount, NftList? nfts, Dictionary<(bool IsHome, Address Token), Asset> known, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case AssetKind.Eth or AssetKind.Erc20 or AssetKind.SidechainErc20:
                var asset = await AssetAsync((kind == AssetKind.SidechainErc20, token), known, cancellationToken);
                return $"{asset.Format(amount)} {asset.Symbol}{(kind == AssetKind.SidechainErc20 ? " of the sidechain" : "")}";
            case var _ when kind.IsNft():
                return $"{nfts?.Of(token) ?? $"NFTs of {token.ToChecksumString()}"}{(kind.IsHome() ? " of the sidechain" : "")}";
            case AssetKind.Message:
                return amount.IsZero ? "Message" : $"Message with {Asset.Ether.Format(amount)} ETH";
            default:
                return $"An asset of kind {(byte)kind}";
        }
    }

    private async Task<Asset> AssetAsync(
        (bool IsHome, Address Token) key, Dictionary<(bool IsHome, Address Token), Asset> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(key, out var asset))
        {
            var found = key.IsHome ? await assets.FindHomeAsync(key.Token, cancellationToken) : await assets.FindAsync(key.Token, cancellationToken);
            asset = found ?? new Asset(key.Token, key.Token.ToChecksumString(), 0, Address.Zero);
            known.Add(key, asset);
        }

        return asset;
    }

    private static Hash256 Topic(Address account)
    {
        Span<byte> word = stackalloc byte[Hash256.Size];
        account.Bytes.CopyTo(word[(Hash256.Size - Address.Size)..]);
        return new Hash256(word);
    }
}
