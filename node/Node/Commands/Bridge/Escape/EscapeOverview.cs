using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>What L1 still holds of every asset, for whom, and what nobody can be shown to own.</summary>
internal static class EscapeOverview
{
    private static readonly string[] Headings = ["asset", "locked on L1", "withdrawals", "refunds", "accounts", "remainder", "in contracts"];

    /// <summary>Writes a row for ETH and each token, and what there is to say about NFTs and unknown addresses.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="book">Who has native coin.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(DeadBridge bridge, AddressBook book, TextWriter output, CancellationToken cancellationToken)
    {
        var lost = DepositItems.Lost(bridge).Where(d => !bridge.Past.Refunded.Contains(d.Nonce)).ToList();
        List<string[]> rows = [await RowAsync(Address.Zero, await CoinAsync(bridge, book, cancellationToken))];
        foreach (var token in bridge.Past.Tokens(AssetKind.Erc20))
        {
            rows.Add(await RowAsync(token, Tokens(bridge, token)));
        }

        foreach (var line in TextTable.Lines(Headings, rows))
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync("The remainder is what no account, withdrawal or refund takes: coin and tokens of contracts, and coin that was burnt as fees.");
        await NftsAsync(bridge, output);
        if (book.Unknown.Count > 0)
        {
            var sum = await bridge.MoneyAsync(Address.Zero, Sum(book.Unknown.Select(account => account.Balance)), cancellationToken);
            await output.WriteLineAsync($"{book.Unknown.Count} accounts with {sum} have addresses that nothing in the chain shows; each is found when it is named by --account.");
        }

        async Task<string[]> RowAsync(Address token, (UInt256 Accounts, UInt256 Contracts) held)
        {
            var locked = (await bridge.Session.VaultAsync("locked", cancellationToken, token)).Get<UInt256>(0);
            bool IsOf(AssetKind kind) => token == Address.Zero ? kind is AssetKind.Eth or AssetKind.Message : kind == AssetKind.Erc20;
            var unclaimed = Sum(bridge.Withdrawals.Where(l => IsOf(l.Kind) && l.Token == token && !bridge.Past.Paid.Contains(l.Index)).Select(l => l.Amount));
            var refunds = Sum(lost.Where(d => IsOf(d.Kind) && d.Token == token).Select(d => d.Amount));
            var claims = unclaimed + refunds + held.Accounts;
            string[] cells = [.. await Task.WhenAll(new[] { locked, unclaimed, refunds, held.Accounts, claims < locked ? locked - claims : UInt256.Zero, held.Contracts }
                .Select(amount => bridge.MoneyAsync(token, amount, cancellationToken)))];
            return [cells[0][(cells[0].IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace("of ", "", StringComparison.Ordinal), .. cells.Select(cell => cell.Split(' ')[0])];
        }
    }

    /// <summary>Native coin that accounts can still take, at most what L1 locked for them, and that of contracts.</summary>
    private static async Task<(UInt256 Accounts, UInt256 Contracts)> CoinAsync(DeadBridge bridge, AddressBook book, CancellationToken cancellationToken)
    {
        var left = book.Known.Where(known => !bridge.Past.Escaped.ContainsKey((known.Address, Address.Zero))).ToLookup(known => bridge.IsContract(known.Account, out _), known => known.Account.Balance);
        var unknown = book.Unknown.ToLookup(account => bridge.IsContract(account, out _), account => account.Balance);
        var accounts = Sum(left[false].Concat(unknown[false]));
        var (_, budget) = await NativeItems.BudgetAsync(bridge, cancellationToken);
        return (accounts < budget ? accounts : budget, Sum(left[true].Concat(unknown[true])));
    }

    private static (UInt256 Accounts, UInt256 Contracts) Tokens(DeadBridge bridge, Address token)
    {
        if (!bridge.Mirrors.TryGetValue(token, out var mirror))
        {
            return default;
        }

        var holders = bridge.Archive.Events(mirror, BridgeContracts.Mirror.Event("Transfer")).Select(e => e.Get<Address>("to")).Distinct()
            .Where(holder => !bridge.Past.Escaped.ContainsKey((holder, token)))
            .ToLookup(holder => bridge.IsContract(holder), holder => TokenItems.BalanceOf(bridge, token, holder));
        return (Sum(holders[false]), Sum(holders[true]));
    }

    private static async Task NftsAsync(DeadBridge bridge, TextWriter output)
    {
        var owners = NftItems.Deposited(bridge).Where(nft => nft.Kind == AssetKind.Erc721)
            .Select(nft => (nft.Token, nft.Id, Owner: NftItems.OwnerOf(bridge, nft.Token, nft.Id)))
            .Where(nft => nft.Owner != Address.Zero && !bridge.Past.EscapedNfts.Contains((nft.Owner, nft.Token, nft.Id)))
            .ToLookup(nft => bridge.IsContract(nft.Owner));
        if (owners.Count > 0)
        {
            await output.WriteLineAsync($"ERC-721: {owners[false].Count()} of accounts, {owners[true].Count()} of contracts. ERC-1155 are shown account by account.");
        }
    }

    private static UInt256 Sum(IEnumerable<UInt256> amounts) => amounts.Aggregate(UInt256.Zero, (sum, amount) => sum + amount);
}
