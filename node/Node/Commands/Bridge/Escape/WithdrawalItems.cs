using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Withdrawals under the last root: claimed by anyone, for whom they are.</summary>
internal static class WithdrawalItems
{
    /// <summary>Those for one account, and the messages that it sent.</summary>
    public static async Task<IReadOnlyList<EscapeItem>> FindAsync(DeadBridge bridge, Address account, CancellationToken cancellationToken)
    {
        List<EscapeItem> items = [];
        foreach (var leaf in bridge.Withdrawals.Where(leaf => leaf.To == account || (leaf.Kind == AssetKind.Message && leaf.From == account)))
        {
            items.Add(
                leaf.Kind is AssetKind.Eth or AssetKind.Erc20 ? await FindCoinAsync(bridge, leaf, cancellationToken)
                : leaf.Kind == AssetKind.Message ? await FindMessageAsync(bridge, leaf, cancellationToken)
                : leaf.Kind == AssetKind.SidechainErc20 ? await FindHomeTokenAsync(bridge, leaf, cancellationToken)
                : leaf.Kind is AssetKind.Erc721 or AssetKind.Erc1155 ? await FindNftsAsync(bridge, leaf, cancellationToken)
                : leaf.Kind.IsNft() ? await FindHomeNftsAsync(bridge, leaf, cancellationToken)
                : new EscapeItem($"withdrawal {leaf.Index}", EscapeState.Barred, $"a withdrawal of kind {(byte)leaf.Kind} is not known to this program"));
        }

        return items;
    }

    private static async Task<EscapeItem> FindCoinAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        await FindAtVaultAsync(bridge, leaf, await bridge.MoneyAsync(leaf.Token, leaf.Amount, cancellationToken), cancellationToken);

    /// <summary>A message is claimed and released as coin is, and has to be delivered then.</summary>
    private static async Task<EscapeItem> FindMessageAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var what = $"message to {leaf.To.ToChecksumString()} with {await bridge.MoneyAsync(leaf.Token, leaf.Amount, cancellationToken)}";
        var item = await FindAtVaultAsync(bridge, leaf, what, cancellationToken);
        if (item.State != EscapeState.Taken || !await BridgeMessages.IsWaitingAsync(bridge.Session, leaf, cancellationToken))
        {
            return item.State == EscapeState.Taken ? item with { Detail = "delivered or sent back" } : item;
        }

        var sent = bridge.Archive.Events(Predeploys.Messenger, BridgeMessages.Sent).First(e => e.Get<ulong>("index") == leaf.Index);
        return item with
        {
            State = EscapeState.Ready,
            Detail = "deliver; where the recipient refuses for seven days, its coin goes back by Messenger.bounce and is then a deposit to be refunded",
            Call = new EscapeCall(
                await BridgeMessages.MessengerAsync(bridge.Session, cancellationToken),
                BridgeMessages.DeliverCall(leaf, sent),
                _ => Task.FromResult($"Message {leaf.Index} is delivered to {leaf.To.ToChecksumString()}")),
        };
    }

    private static async Task<EscapeItem> FindAtVaultAsync(DeadBridge bridge, WithdrawalLeaf leaf, string asset, CancellationToken cancellationToken) =>
        await FindSettledAsync(bridge, leaf, asset, BridgeTransfers.ReleaseCall(leaf), receipt => bridge.Session.DecimalsAsync(leaf.Token, cancellationToken), cancellationToken);

    /// <summary>A token of the sidechain becomes its mirror on L1, which is created by the description that the sidechain wrote down.</summary>
    private static async Task<EscapeItem> FindHomeTokenAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var described = bridge.Archive.Events(Predeploys.TokenVault, BridgeContracts.TokenVault.Event("TokenDescribed")).ToArray();
        var decimals = (int)AbiDecoder.Decode("(string name,string symbol,uint8 decimals)", HomeTokens.DescriptionOf(leaf, described).Span).Get<ulong>("decimals");
        var asset = $"{AmountText.Format(leaf.Amount, decimals)} of the sidechain's token {leaf.Token.ToChecksumString()}";
        return await FindSettledAsync(bridge, leaf, asset, HomeTokens.ReleaseCall(leaf, described), _ => Task.FromResult(decimals), cancellationToken);
    }

    private static async Task<EscapeItem> FindSettledAsync(
        DeadBridge bridge, WithdrawalLeaf leaf, string asset, byte[] release, Func<JsonElement, Task<int>> decimals, CancellationToken cancellationToken)
    {
        var settlement = await Settlement.OfAsync(bridge.Session, leaf.Kind, cancellationToken);
        return await FindAsync(
            bridge,
            leaf,
            settlement.Contract,
            asset,
            async () => new EscapeCall(settlement.Contract, BridgeTransfers.ClaimCall(await bridge.TreeAsync(cancellationToken), leaf), TellAsync),
            () => new EscapeCall(settlement.Contract, release, TellAsync),
            cancellationToken);

        async Task<string> TellAsync(JsonElement receipt) => BridgeTransfers.Tell(settlement, leaf, await decimals(receipt), receipt);
    }

    private static async Task<EscapeItem> FindNftsAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        if (Contents(bridge, leaf) is not { } contents)
        {
            return Unnamed(leaf);
        }

        var release = BridgeContracts.NftVault.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), contents.IdsForAbi, contents.AmountsForAbi);
        return await FindNftsAsync(bridge, leaf, bridge.Past.NftVault, contents.Of(leaf.Token), release, "handed over to", cancellationToken);
    }

    /// <summary>NFTs of the sidechain become their mirrors on L1, by what the sidechain wrote down of them; bounced ones by what their deposit carried.</summary>
    private static async Task<EscapeItem> FindHomeNftsAsync(DeadBridge bridge, WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var data = bridge.Archive.Events(Predeploys.CollectionVault, BridgeContracts.CollectionVault.Event("NftsWithdrawn"))
            .Select(e => e.Get<ReadOnlyMemory<byte>>("data"))
            .Concat(bridge.Past.Deposits.Where(d => d.Kind == leaf.Kind).Select(d => d.Data))
            .FirstOrDefault(data => Keccak256.Hash(data.Span) == leaf.DataHash);
        if (data.IsEmpty)
        {
            return Unnamed(leaf);
        }

        var release = BridgeContracts.CollectionBridge.Function("release").EncodeCall(leaf.Index, leaf.ToAbi(), data.ToArray());
        return await FindNftsAsync(
            bridge, leaf, bridge.Past.CollectionBridge, NftList.FromData(data).Of(leaf.Token) + " of the sidechain", release, "minted for", cancellationToken);
    }

    private static async Task<EscapeItem> FindNftsAsync(
        DeadBridge bridge, WithdrawalLeaf leaf, Address settles, string asset, byte[] release, string done, CancellationToken cancellationToken) => await FindAsync(
        bridge,
        leaf,
        settles,
        asset,
        async () => new EscapeCall(settles, BridgeTransfers.ClaimCall(await bridge.TreeAsync(cancellationToken), leaf), receipt =>
        {
            var queued = ChainConnection.EventsIn(receipt, settles, BridgeContracts.NftVault.Event("ClaimQueued")).Single(); // the same of both
            return Task.FromResult($"Withdrawal {leaf.Index}: {asset} is queued until {BridgeReports.Time(queued.Get<ulong>("releaseAt"))}, as NFTs always are; run this again then");
        }),
        () => new EscapeCall(settles, release, _ => Task.FromResult($"Withdrawal {leaf.Index}: {asset} {done} {leaf.To.ToChecksumString()}")),
        cancellationToken);

    private static EscapeItem Unnamed(WithdrawalLeaf leaf) =>
        new($"withdrawal {leaf.Index}: NFTs of {leaf.Token.ToChecksumString()}", EscapeState.Barred, "its ids are in no event of the sidechain");

    /// <summary>How far one is: not claimed, queued, or paid; all that settle answer alike.</summary>
    private static async Task<EscapeItem> FindAsync(
        DeadBridge bridge, WithdrawalLeaf leaf, Address vault, string asset, Func<Task<EscapeCall>> claim, Func<EscapeCall> release, CancellationToken cancellationToken)
    {
        var (l1, abi) = (bridge.Session.L1, BridgeContracts.Vault);
        var what = $"withdrawal {leaf.Index}: {asset}";
        if (!(await l1.ViewAsync(vault, abi.Function("isClaimed"), cancellationToken, leaf.Index)).Get<bool>(0))
        {
            return new EscapeItem(what, EscapeState.Ready, "claim by its path in the last tree") { NeedsDeath = false, Call = await claim() };
        }

        var queued = await l1.ViewAsync(vault, abi.Function("queued"), cancellationToken, leaf.Index);
        var releaseAt = queued.Get<ulong>("releaseAt");
        if (releaseAt == 0)
        {
            return new EscapeItem(what, EscapeState.Taken, "paid") { NeedsDeath = false };
        }

        if ((await bridge.Session.AnchorAsync("isVoided", cancellationToken, queued.Get<ulong>("checkpoint"))).Get<bool>(0))
        {
            var forget = new EscapeCall(
                vault, abi.Function("forget").EncodeCall(leaf.Index), _ => Task.FromResult($"Withdrawal {leaf.Index} is free again: run this again to claim it"));
            return new EscapeItem(what, EscapeState.Ready, "it was queued under a checkpoint that was taken back") { NeedsDeath = false, Call = forget };
        }

        return bridge.Point.Now < releaseAt
            ? new EscapeItem(what, EscapeState.Waits, $"claimed, and queued until {BridgeReports.Time(releaseAt)}: run this again then") { NeedsDeath = false }
            : new EscapeItem(what, EscapeState.Ready, "release from the queue") { NeedsDeath = false, Call = release() };
    }

    /// <summary>What the hash in a leaf stands for: from the withdrawal's event, or, for a deposit that was bounced, from that deposit.</summary>
    private static NftList? Contents(DeadBridge bridge, WithdrawalLeaf leaf)
    {
        var withdrawn = bridge.Archive.Events(Predeploys.NftBridge, BridgeContracts.NftBridge.Event("NftsWithdrawn")).FirstOrDefault(e => e.Get<ulong>("index") == leaf.Index);
        var bounced = bridge.Past.Deposits.FirstOrDefault(d => d.Kind == leaf.Kind && d.Token == leaf.Token && d.Amount == leaf.Amount && leaf.From == Predeploys.Inbox);
        return withdrawn is not null ? NftList.FromEvent(withdrawn)
            : bounced is not null ? NftList.Of(bounced)
            : null;
    }
}
