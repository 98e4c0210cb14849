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
        foreach (var token in tokens.Where(bridge.Mirrors.ContainsKey))
        {
            var balance = BalanceOf(bridge, token, account);
            if (!balance.IsZero)
            {
                var proof = bridge.Archive.Prove(bridge.Mirrors[token], StorageLayout.MirrorBalance(account));
                var call = BridgeContracts.Vault.Function("escape20").EncodeCall(token, to ?? account, proof.Account, proof.Slot);
                items.Add(await FindOneAsync(bridge, account, token, balance, call, cancellationToken));
            }
        }

        return items;
    }

    /// <summary>What an account had of a token's mirror.</summary>
    public static UInt256 BalanceOf(DeadBridge bridge, Address token, Address account) =>
        bridge.Mirrors.TryGetValue(token, out var mirror) ? bridge.Archive.Read(mirror, StorageLayout.MirrorBalance(account)) : UInt256.Zero;

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

    private static async Task<EscapeItem> FindOneAsync(DeadBridge bridge, Address account, Address token, UInt256 balance, byte[] call, CancellationToken cancellationToken)
    {
        var what = await bridge.MoneyAsync(token, balance, cancellationToken);
        if (bridge.Past.Escaped.TryGetValue((account, token), out var paid))
        {
            return new EscapeItem(what, EscapeState.Taken, await bridge.PaidAsync(token, paid, balance, cancellationToken));
        }

        var locked = (await bridge.Session.VaultAsync("locked", cancellationToken, token)).Get<UInt256>(0);
        if (locked.IsZero)
        {
            return new EscapeItem(what, EscapeState.Barred, "nothing is left of what L1 had locked");
        }

        var isContract = bridge.IsContract(account);
        return new EscapeItem(
            what,
            isContract ? EscapeState.Barred : EscapeState.Ready,
            isContract ? DeadBridge.ContractsOnly("Vault.escape20") : await bridge.ShortageAsync(token, locked, balance, cancellationToken))
        {
            OnlyBy = account,
            Call = new EscapeCall(bridge.Session.Identity.Vault, call, receipt => TellAsync(bridge, receipt, cancellationToken)),
        };
    }
}
