using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Withdrawals under the last root: claimed by anyone, for whom they are.</summary>
internal static class WithdrawalItems
{
    /// <summary>Those for one account.</summary>
    public static async Task<IReadOnlyList<EscapeItem>> FindAsync(DeadBridge bridge, Address account, CancellationToken cancellationToken)
    {
        List<EscapeItem> items = [];
        foreach (var leaf in bridge.Withdrawals.Where(leaf => leaf.To == account))
        {
            items.Add(await FindOneAsync(bridge, leaf, cancellationToken));
        }

        return items;
    }

    private static async Task<EscapeItem> FindOneAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var isNft = leaf.Kind is AssetKind.Erc721 or AssetKind.Erc1155;
        if (!isNft && leaf.Kind is not (AssetKind.Eth or AssetKind.Erc20))
        {
            return new EscapeItem($"withdrawal {leaf.Index}", EscapeState.Barred, $"a withdrawal of kind {(byte)leaf.Kind} is not known to this program");
        }

        var contents = isNft ? NftContents(bridge, leaf) : null;
        var asset = contents is { } c ? NftItems.Name(leaf.Token, c.Ids, c.Amounts) : isNft ? $"NFTs of {leaf.Token.ToChecksumString()}" : await bridge.MoneyAsync(leaf.Token, leaf.Amount, cancellationToken);
        var what = $"withdrawal {leaf.Index}: {asset}";
        var (vault, abi) = isNft ? (bridge.Past.NftVault, BridgeContracts.NftVault) : (bridge.Session.Identity.Vault, BridgeContracts.Vault);
        var isClaimed = (await bridge.Session.L1.ViewAsync(vault, abi.Function("isClaimed"), cancellationToken, leaf.Index)).Get<bool>(0);
        var releaseAt = (await bridge.Session.L1.ViewAsync(vault, abi.Function("queued"), cancellationToken, leaf.Index)).Get<ulong>("releaseAt");
        if (isClaimed && (releaseAt == 0 || bridge.Point.Now < releaseAt))
        {
            return releaseAt == 0
                ? new EscapeItem(what, EscapeState.Taken, "paid")
                : new EscapeItem(what, EscapeState.Waits, $"claimed, and queued until {BridgeReports.Time(releaseAt)}: run this again then") { NeedsDeath = false };
        }

        return isNft && contents is null
            ? new EscapeItem(what, EscapeState.Barred, "its ids are in no event of the sidechain")
            : new EscapeItem(what, EscapeState.Ready, isClaimed ? "release from the queue" : "claim by its path in the last tree")
            {
                NeedsDeath = false,
                TakeAsync = isNft
                    ? (wallet, output, token) => TakeNftAsync(bridge, leaf, contents!.Value, asset, isClaimed, wallet, output, token)
                    : (wallet, output, token) => BridgeTransfers.ClaimAsync(bridge.Session, wallet, bridge.Withdrawals, leaf.Index, output, token),
            };
    }

    private static async Task TakeNftAsync(
        DeadBridge bridge,
        WithdrawalLeaf leaf,
        (IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts) contents,
        string asset,
        bool isClaimed,
        BridgeWallet wallet,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        var abi = BridgeContracts.NftVault;
        if (isClaimed)
        {
            object[][] lists = [[.. contents.Ids], [.. contents.Amounts]];
            var release = abi.Function("release").EncodeCall(leaf.Index, BridgeStructs.Fields(leaf), lists[0], lists[1]);
            await bridge.SendAsync(
                wallet, bridge.Past.NftVault, release, _ => Task.FromResult($"Withdrawal {leaf.Index}: {asset} handed over to {leaf.To.ToChecksumString()}"), output, cancellationToken);
            return;
        }

        var tree = await BridgeTransfers.TreeAsync(bridge.Session, bridge.Withdrawals, bridge.Point.Withdrawals, cancellationToken);
        var path = tree.PathOf(leaf.Index);
        var claim = abi.Function("claim").EncodeCall(tree.Root, BridgeStructs.Fields(leaf), (UInt256)path.Mask, path.Siblings.Cast<object>().ToArray());
        await bridge.SendAsync(wallet, bridge.Past.NftVault, claim, receipt =>
        {
            var queued = ChainConnection.EventsIn(receipt, bridge.Past.NftVault, abi.Event("NftClaimQueued")).Single();
            return Task.FromResult($"Withdrawal {leaf.Index}: {asset} is queued until {BridgeReports.Time(queued.Get<ulong>("releaseAt"))}; run this again then");
        }, output, cancellationToken);
    }

    /// <summary>What the hash in a leaf stands for: from the withdrawal's event, or, for a deposit that was bounced, from that deposit.</summary>
    private static (IReadOnlyList<UInt256> Ids, IReadOnlyList<UInt256> Amounts)? NftContents(DeadBridge bridge, WithdrawalLeaf leaf)
    {
        var withdrawn = bridge.Archive.Events(Predeploys.NftBridge, BridgeContracts.NftBridge.Event("NftsWithdrawn")).FirstOrDefault(e => e.Get<ulong>("index") == leaf.Index);
        var bounced = bridge.Past.Deposits.FirstOrDefault(d => d.Kind == leaf.Kind && d.Token == leaf.Token && d.Amount == leaf.Amount && leaf.From == Predeploys.Inbox);
        return withdrawn is not null ? (withdrawn.GetList<UInt256>("ids"), withdrawn.GetList<UInt256>("amounts"))
            : bounced is not null ? NftItems.Contents(bounced)
            : null;
    }
}
