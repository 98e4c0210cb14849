using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Devnet.Drill;

/// <summary>Where everything went that was ever locked, by L1's own events.</summary>
internal sealed class EscapeLedgers(Network network, Bridge bridge, EscapeWorld world)
{
    public static readonly string[] Columns = ["asset", "deposited", "withdrawals paid", "refunded", "paid to accounts", "left", "expected"];

    /// <summary>A row for each asset.</summary>
    /// <param name="expectedCoin">ETH that must be left, wei.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DevnetException">Something else is left.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(UInt256 expectedCoin, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<string>> rows =
        [
            await RowAsync("ETH", Address.Zero, expectedCoin, await network.L1.Chain.BalanceAsync(bridge.Identity.Vault, cancellationToken), cancellationToken),
            await RowAsync("PLAY", network.Token, EscapeWorld.ContractTokens, await bridge.L1TokensAsync(bridge.Identity.Vault, cancellationToken), cancellationToken),
        ];
        return await world.OwnerAsync(9, cancellationToken) == world.NftVault
            ? [.. rows, ["Birds (NFT)", "3", "0", "0", "2", "1", "1"]]
            : throw new DevnetException("the contract's NFT must still be held");
    }

    /// <summary>Coin that left by proof, by account.</summary>
    public async Task<Dictionary<Address, UInt256>> EscapedCoinAsync(CancellationToken cancellationToken) =>
        (await EventsAsync("Escaped", cancellationToken)).Where(e => e.Get<Address>("token") == Address.Zero).ToDictionary(e => e.Get<Address>("account"), e => e.Get<UInt256>("amount"));

    private async Task<IReadOnlyList<string>> RowAsync(string name, Address token, UInt256 expected, UInt256 held, CancellationToken cancellationToken)
    {
        UInt256[] ways =
        [
            await SumAsync("Deposited"), await SumAsync("Claimed"), await SumAsync("DepositRefunded"), await SumAsync("Escaped"),
            (await network.L1.Chain.ViewAsync(network.Contracts.Function("Vault", "locked"), bridge.Identity.Vault, cancellationToken, token)).Get<UInt256>(0),
        ];
        var left = ways[4];
        return left == expected && left == held && ways[0] == ways[1] + ways[2] + ways[3] + left
            ? [name, .. ways.Append(expected).Select(Summary.Amount)]
            : throw new DevnetException($"{name}: {left} left in the ledger, {held} in the Vault, {expected} expected; deposited, paid, refunded, escaped: {string.Join(", ", ways[..4])}");

        async Task<UInt256> SumAsync(string kind) => (await EventsAsync(kind, cancellationToken))
            .Where(e => e.Get<Address>("token") == token && (kind != "Deposited" || e.Get<ulong>("kind") <= 2))
            .Aggregate(UInt256.Zero, (sum, e) => sum + e.Get<UInt256>("amount"));
    }

    private async Task<IReadOnlyList<AbiTuple>> EventsAsync(string name, CancellationToken cancellationToken)
    {
        var kind = network.Contracts["Vault"].Abi.Event(name);
        var filter = new LogFilter(bridge.Identity.Vault, network.Deployment.L1StartBlock, await network.L1.Chain.HeadAsync(cancellationToken), kind.Topic);
        return [.. (await network.L1.Chain.AskAsync("eth_getLogs", cancellationToken, filter.ToJson())).EnumerateArray().Select(log => kind.Decode(ChainLog.Read(log).ToLog()))];
    }
}
