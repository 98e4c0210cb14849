using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Deposits that never arrived: refunded to whoever made them, by anyone.</summary>
internal static class DepositItems
{
    /// <summary>Those of one depositor, or of all.</summary>
    public static async Task<IReadOnlyList<EscapeItem>> FindAsync(DeadBridge bridge, Address? account, CancellationToken cancellationToken)
    {
        List<EscapeItem> items = [];
        foreach (var deposit in Lost(bridge).Where(d => account is null || d.From == account))
        {
            var asset = deposit.Kind.IsNft() ? NftList.Of(deposit).Of(deposit.Token) : await bridge.MoneyAsync(deposit.Token, deposit.Amount, cancellationToken);
            var isConsumed = deposit.Nonce < bridge.Point.Consumed;
            var (what, why) = ($"deposit {deposit.Nonce}: {asset}", isConsumed ? "the sidechain could not credit it" : "the sidechain never consumed it");
            items.Add(
                bridge.Past.Refunded.Contains(deposit.Nonce) ? new EscapeItem(what, EscapeState.Taken, "refunded")
                : deposit.Kind is >= AssetKind.Eth and <= AssetKind.SidechainErc1155
                    ? new EscapeItem(what, EscapeState.Ready, $"refund: {why}") { Call = Refund(bridge, deposit, asset) }
                : new EscapeItem(what, EscapeState.Barred, $"{why}; a deposit of kind {(byte)deposit.Kind} is not known to this program"));
        }

        return items;
    }

    /// <summary>All deposits that the last state does not hold as credited; messages without coin have nothing to give back.</summary>
    public static IEnumerable<Deposit> Lost(DeadBridge bridge) =>
        bridge.Past.Deposits.Where(d => (d.Kind != AssetKind.Message || !d.Amount.IsZero) && (d.Nonce >= bridge.Point.Consumed || bridge.Archive.Read(Predeploys.Inbox, StorageLayout.InboxFailed(d.Nonce)) == d.Hash(bridge.Session.Identity).ToUInt256()));

    private static EscapeCall Refund(DeadBridge bridge, Deposit deposit, string asset)
    {
        var (vault, abi) = NftItems.IsNft(deposit) ? (bridge.Past.NftVault, BridgeContracts.NftVault)
            : deposit.Kind == AssetKind.SidechainErc20 ? (bridge.Past.MirrorBridge, BridgeContracts.MirrorBridge)
            : deposit.Kind.IsNft() && deposit.Kind.IsHome() ? (bridge.Past.CollectionBridge, BridgeContracts.CollectionBridge)
            : (bridge.Session.Identity.Vault, BridgeContracts.Vault);
        byte[] call;
        if (deposit.Nonce >= bridge.Point.Consumed)
        {
            call = abi.Function("refundDeposit").EncodeCall([deposit.ToAbi()]);
        }
        else
        {
            var failure = bridge.Archive.Prove(Predeploys.Inbox, StorageLayout.InboxFailed(deposit.Nonce));
            call = abi.Function("refundFailed").EncodeCall(deposit.ToAbi(), failure.Account, failure.Slot);
        }

        return new EscapeCall(vault, call, _ => Task.FromResult($"Deposit {deposit.Nonce} is refunded: {asset} to {deposit.From.ToChecksumString()}"));
    }
}
