using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Native coin: anyone may have any account without code paid, for its owner.</summary>
internal static class NativeItems
{
    /// <summary>What an account has; null for nothing.</summary>
    public static async Task<EscapeItem?> FindAsync(DeadBridge bridge, Address account, CancellationToken cancellationToken)
    {
        if (!bridge.Point.HasState || bridge.Archive.Prove(account).Account is not { } state || state.Balance.IsZero)
        {
            return null;
        }

        var what = await bridge.MoneyAsync(Address.Zero, state.Balance, cancellationToken);
        if (bridge.Past.Escaped.TryGetValue((account, Address.Zero), out var paid))
        {
            return new EscapeItem(what, EscapeState.Taken, paid == state.Balance ? "paid" : $"{await bridge.MoneyAsync(Address.Zero, paid, cancellationToken)} of it paid, no more was left");
        }

        if (bridge.IsContract(state, out var @delegate))
        {
            return new EscapeItem(what, EscapeState.Barred, "the account is a contract: only a contract at the same address on L1 can call Vault.escapeNative");
        }

        var (_, budget) = await BudgetAsync(bridge, cancellationToken);
        return budget.IsZero
            ? new EscapeItem(what, EscapeState.Barred, "nothing is left of the coin that L1 had locked for native balances")
            : new EscapeItem(what, EscapeState.Ready, budget < state.Balance ? $"only {await bridge.MoneyAsync(Address.Zero, budget, cancellationToken)} is left of what L1 had locked" : "")
            {
                NeedsNativeEscape = true,
                TakeAsync = (wallet, output, token) => TakeAsync(bridge, account, @delegate, wallet, output, token),
            };
    }

    /// <summary>Whether the native escape is open, and how much coin may still leave by it; before it is open, how much it will be.</summary>
    public static async Task<(bool IsOpen, UInt256 Budget)> BudgetAsync(DeadBridge bridge, CancellationToken cancellationToken)
    {
        var stored = await bridge.Session.VaultAsync("nativeBudget", cancellationToken);
        if (stored.Get<bool>("open") || !bridge.Point.HasState)
        {
            return (stored.Get<bool>("open"), stored.Get<UInt256>("budget"));
        }

        var reserve = bridge.Archive.Prove(Predeploys.NativeVault, StorageLayout.NativeReserve);
        var balance = reserve.Account?.Balance ?? UInt256.Zero;
        var given = reserve.Values[0] > balance ? reserve.Values[0] - balance : UInt256.Zero;
        var locked = (await bridge.Session.VaultAsync("locked", cancellationToken, Address.Zero)).Get<UInt256>(0);
        return (false, given < locked ? given : locked);
    }

    /// <summary>Shows the Vault once how much coin the sidechain had given out.</summary>
    public static async Task OpenAsync(DeadBridge bridge, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var reserve = bridge.Archive.Prove(Predeploys.NativeVault, StorageLayout.NativeReserve);
        var call = BridgeContracts.Vault.Function("openNativeEscape").EncodeCall(reserve.AccountNodes, reserve.SlotNodes[0]);
        await bridge.SendAsync(wallet, bridge.Session.Identity.Vault, call, async receipt =>
        {
            var opened = ChainConnection.EventsIn(receipt, bridge.Session.Identity.Vault, BridgeContracts.Vault.Event("NativeEscapeOpened")).Single();
            return $"Native coin may leave: {await bridge.MoneyAsync(Address.Zero, opened.Get<UInt256>("budget"), cancellationToken)} in all";
        }, output, cancellationToken);
    }

    private static Task TakeAsync(DeadBridge bridge, Address account, Address @delegate, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var call = BridgeContracts.Vault.Function("escapeNative").EncodeCall(account, @delegate, bridge.Archive.Prove(account).AccountNodes);
        return bridge.SendAsync(wallet, bridge.Session.Identity.Vault, call, receipt => TokenItems.TellAsync(bridge, receipt, cancellationToken), output, cancellationToken);
    }
}
