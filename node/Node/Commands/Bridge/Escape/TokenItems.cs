using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>ERC-20s: what an account has of a token's mirror, taken by its own transaction.</summary>
internal static class TokenItems
{
    /// <summary>What an account has of the tokens.</summary>
    public static async Task<IReadOnlyList<EscapeItem>> FindAsync(
        DeadBridge bridge, Address account, IEnumerable<Address> tokens, Address? to, CancellationToken cancellationToken)
    {
        List<EscapeItem> items = [];
        foreach (var token in tokens)
        {
            var balance = BalanceOf(bridge, token, account);
            if (balance.IsZero)
            {
                continue;
            }

            var what = await bridge.MoneyAsync(token, balance, cancellationToken);
            var locked = (await bridge.Session.VaultAsync("locked", cancellationToken, token)).Get<UInt256>(0);
            items.Add(
                bridge.Past.Escaped.TryGetValue((account, token), out var paid)
                    ? new EscapeItem(what, EscapeState.Taken, paid == balance ? "paid" : $"{await bridge.MoneyAsync(token, paid, cancellationToken)} of it paid, no more was left")
                : IsContract(bridge, account)
                    ? new EscapeItem(what, EscapeState.Barred, "the account is a contract: only a contract at the same address on L1 can call Vault.escape20")
                : locked.IsZero
                    ? new EscapeItem(what, EscapeState.Barred, "nothing is left of what L1 had locked")
                : new EscapeItem(what, EscapeState.Ready, locked < balance ? $"only {await bridge.MoneyAsync(token, locked, cancellationToken)} is left of what L1 had locked" : "")
                {
                    OnlyBy = account,
                    TakeAsync = (wallet, output, stop) => TakeAsync(bridge, token, to ?? account, wallet, output, stop),
                });
        }

        return items;
    }

    /// <summary>What an account had of a token's mirror.</summary>
    public static UInt256 BalanceOf(DeadBridge bridge, Address token, Address account) =>
        bridge.Mirrors.TryGetValue(token, out var mirror) ? bridge.Archive.Prove(mirror, StorageLayout.MirrorBalance(account)).Values[0] : UInt256.Zero;

    /// <summary>What a balance's exit paid, out of its receipt.</summary>
    public static async Task<string> TellAsync(DeadBridge bridge, JsonElement receipt, CancellationToken cancellationToken)
    {
        var vault = bridge.Session.Identity.Vault;
        var escaped = ChainConnection.EventsIn(receipt, vault, BridgeContracts.Vault.Event("Escaped")).Single();
        var refused = ChainConnection.EventsIn(receipt, vault, BridgeContracts.Vault.Event("Owed")).Any();
        var paid = await bridge.MoneyAsync(escaped.Get<Address>("token"), escaped.Get<UInt256>("amount"), cancellationToken);
        var to = escaped.Get<Address>("to").ToChecksumString();
        return refused ? $"{paid} left, but {to} refused it: it is kept there to be collected (Vault.collectOwed)" : $"{paid} paid to {to}";
    }

    /// <summary>True when an account had code of its own in the last state.</summary>
    public static bool IsContract(DeadBridge bridge, Address account) => bridge.Archive.Prove(account).Account is { } state && bridge.IsContract(state, out _);

    private static Task TakeAsync(DeadBridge bridge, Address token, Address to, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var proof = bridge.Archive.Prove(bridge.Mirrors[token], StorageLayout.MirrorBalance(wallet.Address));
        var call = BridgeContracts.Vault.Function("escape20").EncodeCall(token, to, proof.AccountNodes, proof.SlotNodes[0]);
        return bridge.SendAsync(wallet, bridge.Session.Identity.Vault, call, receipt => TellAsync(bridge, receipt, cancellationToken), output, cancellationToken);
    }
}
