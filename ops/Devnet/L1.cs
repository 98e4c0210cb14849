using System.Globalization;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet;

/// <summary>The L1: anvil with a block a second and finality two epochs behind the head, its state kept over restarts.</summary>
internal sealed class L1 : IAsyncDisposable
{
    private const int ChainId = 900;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private L1(ChildProcess process, Chain chain)
    {
        Process = process;
        Chain = chain;
    }

    public ChildProcess Process { get; }

    public Chain Chain { get; }

    public static async Task<L1> StartAsync(Places places, int slotsInAnEpoch, CancellationToken cancellationToken)
    {
        var port = Ports.Take(8545).ToString(CultureInfo.InvariantCulture);
        var process = ChildProcess.Start(
            "l1", places.Logs, TimeSpan.FromSeconds(15), places.Anvil,
            "--host", "127.0.0.1", "--port", port, "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture),
            "--slots-in-an-epoch", slotsInAnEpoch.ToString(CultureInfo.InvariantCulture), "--block-time", "1", "--state", places.L1State, "--preserve-historical-states");
        var chain = new Chain("L1", $"http://127.0.0.1:{port}");
        var l1 = new L1(process, chain);
        await Wait.UntilAsync(
            "L1 answers",
            StartLimit,
            async () =>
            {
                process.EnsureRuns();
                return (await chain.AskAsync("eth_chainId", cancellationToken)).ToUInt64() == ChainId;
            },
            cancellationToken);
        return l1;
    }

    /// <summary>Gives ether to accounts that have less, out of anvil's own accounts.</summary>
    public async Task FundAsync(IEnumerable<Address> accounts, UInt256 wei, CancellationToken cancellationToken)
    {
        var bank = (await Chain.AskAsync("eth_accounts", cancellationToken))[0].GetString();
        List<Address> poor = [];
        foreach (var account in accounts)
        {
            if (await Chain.BalanceAsync(account, cancellationToken) < wei / 2UL)
            {
                poor.Add(account);
                var gift = new JsonObject { ["from"] = bank, ["to"] = account.ToString(), ["value"] = Hex.Quantity(wei) };
                await Chain.AskAsync("eth_sendTransaction", cancellationToken, gift);
            }
        }

        foreach (var account in poor)
        {
            await Wait.UntilAsync(
                $"{account} has ether on L1", StartLimit, async () => await Chain.BalanceAsync(account, cancellationToken) >= wei / 2UL, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        Chain.Dispose();
        return Process.DisposeAsync();
    }
}
