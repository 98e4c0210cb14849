using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>ETH that L1 paid to an account which refused it then: collected by its own transaction.</summary>
internal static class OwedItems
{
    /// <summary>What is kept for an account; null for nothing.</summary>
    public static async Task<EscapeItem?> FindAsync(DeadBridge bridge, Address account, Address? to, CancellationToken cancellationToken)
    {
        var owed = (await bridge.Session.VaultAsync("owed", cancellationToken, account, Address.Zero)).Get<UInt256>(0);
        if (owed.IsZero)
        {
            return null;
        }

        var what = $"owed: {await bridge.MoneyAsync(Address.Zero, owed, cancellationToken)}";
        var call = BridgeContracts.Vault.Function("collectOwed").EncodeCall(Address.Zero, to ?? account);
        return new EscapeItem(what, EscapeState.Ready, "the account refused it when it was paid")
        {
            OnlyBy = account,
            NeedsDeath = false,
            Call = new EscapeCall(bridge.Session.Identity.Vault, call, _ => Task.FromResult($"{what} collected by {(to ?? account).ToChecksumString()}")),
        };
    }
}
