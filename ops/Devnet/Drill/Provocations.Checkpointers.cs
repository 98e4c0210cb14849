using System.Globalization;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Devnet.Drill;

internal sealed partial class Provocations
{
    private const int FollowersCheckpointer = Network.FirstSigners + 1;

    private ChildProcess? _liar;

    private IEnumerable<Provocation> OfCheckpointers()
    {
        yield return Of(
            "two of four checkpointers are stopped, and somebody deposits",
            "CheckpointerDown DepositsLate",
            async token =>
            {
                await network.StopCheckpointerAsync(1);
                await network.StopCheckpointerAsync(2);
                await DepositAsync(token);
            },
            async token =>
            {
                network.StartCheckpointer(1);
                network.StartCheckpointer(2);
                await CreditedAsync(token);
            });
        yield return Of(
            "L1 makes no blocks",
            "TransactionStuck CheckpointsLate",
            token => L1Async("evm_setIntervalMining", token, 0),
            token => L1Async("evm_setIntervalMining", token, 1)) with
        {
            Bounds = [("(checkpointer_transaction_age_seconds{chain=\"l1\"}) > 1200", "(checkpointer_transaction_age_seconds{chain=\"l1\"}) > 15"), ("(checkpointer_checkpoint_age_seconds) > 7200", "(checkpointer_checkpoint_age_seconds) > 60")],
        };
        yield return Of(
            "a fee account on L1 is nearly empty",
            "FeeAccountLow",
            token => L1Async("anvil_setBalance", token, FeeAccount, Hex.Quantity(Network.Ether(1) / 100UL)),
            token => L1Async("anvil_setBalance", token, FeeAccount, Hex.Quantity(Network.Ether(100))));
        yield return Of("one of three L1 endpoints tells another story", "L1EndpointDisagrees", LieAsync, EndLieAsync);
        yield return Of(
            "a signer's journal has signed something else about the next deposit",
            "SigningRefused",
            RememberOtherwiseAsync,
            async token =>
            {
                network.StartCheckpointer(1);
                await CreditedAsync(token);
            });
    }

    private string FeeAccount => keys.Get(CheckpointerProcess.FeeKeyName(1)).Address.ToString();

    private Task DepositAsync(CancellationToken cancellationToken) => bridge.DepositEthAsync(keys.Get("carol"), Network.Ether(1) / 100UL, cancellationToken);

    private async Task CreditedAsync(CancellationToken cancellationToken)
    {
        var deposited = await bridge.DepositedAsync(cancellationToken);
        await Wait.UntilAsync($"deposit {deposited} is credited", Patience, async () => await bridge.CreditedAsync(cancellationToken) >= deposited, cancellationToken);
    }

    private async Task L1Async(string method, CancellationToken cancellationToken, params System.Text.Json.Nodes.JsonNode?[] parameters) =>
        await network.L1.Chain.AskAsync(method, cancellationToken, parameters);

    /// <summary>A second anvil that forks the first one and then goes its own way: every later block has another hash.</summary>
    private async Task LieAsync(CancellationToken cancellationToken)
    {
        var port = Ports.Take(8555).ToString(CultureInfo.InvariantCulture);
        _liar = ChildProcess.Start(
            "l1-liar", places.Logs, TimeSpan.FromSeconds(10), places.Anvil,
            "--host", "127.0.0.1", "--port", port, "--chain-id", "900", "--slots-in-an-epoch", "2", "--block-time", "1", "--fork-url", network.L1.Chain.Endpoint);
        var liar = $"http://127.0.0.1:{port}";
        using (var chain = new Chains.Chain("the other L1", liar))
        {
            await Wait.UntilAsync("the other L1 answers", Patience, async () => await chain.HeadAsync(cancellationToken) > 0, cancellationToken);
            await chain.AskAsync("anvil_mine", cancellationToken, "0x14"); // ahead of the real one, so that it has a block of every height asked for
        }

        await network.StopCheckpointerAsync(FollowersCheckpointer);
        network.StartCheckpointer(FollowersCheckpointer, network.L1.Chain.Endpoint.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), liar);
    }

    private async Task EndLieAsync(CancellationToken cancellationToken)
    {
        await network.StopCheckpointerAsync(FollowersCheckpointer);
        network.StartCheckpointer(FollowersCheckpointer);
        await _liar!.DisposeAsync();
    }

    private async Task RememberOtherwiseAsync(CancellationToken cancellationToken)
    {
        const int number = 3;
        await network.StopCheckpointerAsync(1); // without it the quorum needs the one that will refuse, and so it is asked
        await network.StopCheckpointerAsync(number);
        using (var store = LevelDbStore.Open(new StorageOptions { Directory = places.CheckpointerData(number), CacheMegabytes = 8, WriteBufferMegabytes = 4 }))
        {
            var next = await bridge.DepositedAsync(cancellationToken) + 1;
            new CheckpointerJournal(store).Put(JournalKeys.SignedDeposits(next), Keccak256.Hash("something else"u8).Bytes);
        }

        network.StartCheckpointer(number);
        await DepositAsync(cancellationToken);
    }
}
