using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Native coin: anyone may have any account without code paid, for its owner.</summary>
internal static class NativeItems
{
    /// <summary>What an account has; null for nothing.</summary>
    public static async Task<EscapeItem?> FindAsync(DeadBridge bridge, Address account, CancellationToken cancellationToken)
    {
        if (!bridge.Point.HasState || bridge.Archive.Find(account) is not { Balance.IsZero: false } holder)
        {
            return null;
        }

        var what = await bridge.MoneyAsync(Address.Zero, holder.Balance, cancellationToken);
        if (bridge.Past.Escaped.TryGetValue((account, Address.Zero), out var paid))
        {
            return new EscapeItem(what, EscapeState.Taken, await bridge.PaidAsync(Address.Zero, paid, holder.Balance, cancellationToken));
        }

        var (_, budget) = await BudgetAsync(bridge, cancellationToken);
        if (budget.IsZero)
        {
            return new EscapeItem(what, EscapeState.Barred, "nothing is left of the coin that L1 had locked for native balances");
        }

        var isContract = bridge.IsContract(holder, out var @delegate);
        var call = BridgeContracts.Vault.Function("escapeNative").EncodeCall(account, @delegate, bridge.Archive.Prove(account));
        return new EscapeItem(
            what,
            isContract ? EscapeState.Barred : EscapeState.Ready,
            isContract ? DeadBridge.ContractsOnly("Vault.escapeNative") : await bridge.ShortageAsync(Address.Zero, budget, holder.Balance, cancellationToken))
        {
            NeedsNativeEscape = true,
            Call = new EscapeCall(bridge.Session.Identity.Vault, call, receipt => TokenItems.TellAsync(bridge, receipt, cancellationToken)),
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

        var initial = bridge.Archive.Read(Predeploys.NativeVault, StorageLayout.NativeReserve);
        var balance = bridge.Archive.Find(Predeploys.NativeVault)?.Balance ?? UInt256.Zero;
        var given = initial > balance ? initial - balance : UInt256.Zero;
        var locked = (await bridge.Session.VaultAsync("locked", cancellationToken, Address.Zero)).Get<UInt256>(0);
        return (false, given < locked ? given : locked);
    }

    /// <summary>The call that shows the Vault once how much coin the sidechain had given out.</summary>
    public static EscapeCall Open(DeadBridge bridge, CancellationToken cancellationToken)
    {
        var reserve = bridge.Archive.Prove(Predeploys.NativeVault, StorageLayout.NativeReserve);
        var call = BridgeContracts.Vault.Function("openNativeEscape").EncodeCall(reserve.Account, reserve.Slot);
        return new EscapeCall(bridge.Session.Identity.Vault, call, async receipt =>
        {
            var opened = ChainConnection.EventsIn(receipt, bridge.Session.Identity.Vault, BridgeContracts.Vault.Event("NativeEscapeOpened")).Single();
            return $"Native coin may leave: {await bridge.MoneyAsync(Address.Zero, opened.Get<UInt256>("budget"), cancellationToken)} in all";
        });
    }
}
