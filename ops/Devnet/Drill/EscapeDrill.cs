using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Drill;

/// <summary>
/// The escape drill (spec/bridge.md, E5): all signers die, thirty days pass on L1, and everybody leaves by <c>poa bridge escape</c>, which has L1 and one
/// file of blocks. The ledgers must end, to the wei, at what nobody can be shown to own.
/// </summary>
internal sealed class EscapeDrill(Places places, Network network, Bridge bridge, KeyBox keys, Journey journey, IDisplay display)
{
    private const int ThirtyDays = 30 * 86_400;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly EscapeWorld _world = new(network, bridge, keys);
    private readonly Dictionary<Address, UInt256> _coin = [];
    private UInt256 _burnt;

    private string ArchiveFile => Path.Combine(places.Root, "chain.rlp.gz");

    private Chains.Chain L1 => network.L1.Chain;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StepAsync("Coin, tokens and NFTs are deposited", async () =>
        {
            await _world.DepositAsync(cancellationToken);
            await CreditedAsync(cancellationToken);
            return $"{await bridge.DepositedAsync(cancellationToken)} deposits, all credited";
        });
        await StepAsync("They change hands; a contract gets some of each, a deposit fails, two withdrawals are written", async () =>
        {
            await _world.UseAsync(cancellationToken);
            await CreditedAsync(cancellationToken);
            return $"contract {_world.Contract}";
        });
        await StepAsync("The last checkpoint is accepted", () => CheckpointAsync(cancellationToken));
        await StepAsync("All checkpointers and signers die (SIGKILL); two deposits come too late", () => DieAsync(cancellationToken));
        await StepAsync("Somebody's copy of the blocks is exported, every data folder and key of a signer is gone", () => ExportAsync(cancellationToken));
        await StepAsync("Before 30 days have passed nobody can declare the bridge dead", () => TooEarlyAsync(cancellationToken));
        await L1.AskAsync("evm_increaseTime", cancellationToken, ThirtyDays);
        await StepAsync("After 30 days Alice declares it dead and leaves", () => EscapeAsync("alice", "4 taken.", cancellationToken, "--declare-dead"));
        await StepAsync("A second run of hers finds nothing to do", () => EscapeAsync("alice", "There was nothing to take.", cancellationToken));
        await StepAsync("Bob leaves", () => EscapeAsync("bob", "5 taken.", cancellationToken));
        await StepAsync("Carol leaves", () => EscapeAsync("carol", "4 taken.", cancellationToken));
        await StepAsync("Somebody pays the fees for everyone who sleeps", () => EscapeAsync("deployer", "taken.", cancellationToken, "--all-native"));
        await StepAsync("Everyone has exactly what was theirs", () => CheckAsync(cancellationToken));
        var ledgers = new EscapeLedgers(network, bridge, _world);
        await StepAsync("The ledgers end at the remainder exactly", async () =>
        {
            var unbacked = Network.Ether((ulong)network.Validators.Count * network.FeeEther);
            var rows = await ledgers.ReadAsync(EscapeWorld.ContractCoin + _burnt - unbacked, cancellationToken);
            display.Table("Where everything went", EscapeLedgers.Columns, rows);
            return "Vault and NftVault hold what contracts had, and burnt fees less the coin that only the genesis made";
        });
    }

    private Task StepAsync(string step, Func<Task<string>> work) => journey.StepAsync(step, async _ => (await work(), 0UL));

    private async Task CreditedAsync(CancellationToken cancellationToken)
    {
        var deposited = await bridge.DepositedAsync(cancellationToken);
        await Wait.UntilAsync($"deposit {deposited} is consumed", Limit, async () => await bridge.CreditedAsync(cancellationToken) >= deposited, cancellationToken);
    }

    private async Task<string> CheckpointAsync(CancellationToken cancellationToken)
    {
        var last = await network.Sidechain.HeadAsync(cancellationToken);
        await Wait.UntilAsync($"a checkpoint covers block {last}", Limit, async () => (await bridge.HeadAsync(cancellationToken)).LastBlock >= last, cancellationToken);
        await network.StopCheckpointersAsync();
        var (index, lastBlock, withdrawals) = await bridge.HeadAsync(cancellationToken);
        foreach (var account in new[] { _world.Alice.Address, _world.Bob.Address, _world.Carol.Address, _world.Dave })
        {
            _coin[account] = (await network.Sidechain.AskAsync("eth_getBalance", cancellationToken, account.ToString(), Hex.Quantity(lastBlock))).ToUInt256();
        }

        for (var number = 1UL; number <= lastBlock; number++)
        {
            var block = await network.Sidechain.AskAsync("eth_getBlockByNumber", cancellationToken, Hex.Quantity(number), false);
            _burnt += block.Field("baseFeePerGas").ToUInt256() * block.Field("gasUsed").ToUInt256();
        }

        return $"checkpoint {index} up to block {lastBlock}, {withdrawals} withdrawals";
    }

    private async Task<string> DieAsync(CancellationToken cancellationToken)
    {
        await network.KillValidatorsAsync();
        await _world.DepositInVainAsync(cancellationToken);
        return $"{network.Validators.Count} validators, {await bridge.DepositedAsync(cancellationToken)} deposits in all";
    }

    private async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var said = await Tool.RunAsync(places.Node, ["export", ArchiveFile, "--datadir", places.Validator(1)], cancellationToken);
        foreach (var validator in network.Validators)
        {
            Directory.Delete(places.Validator(validator.Number), recursive: true);
        }

        return said.Trim().Split('\n')[^1];
    }

    private async Task<string> TooEarlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunToolAsync("alice", cancellationToken, "--declare-dead");
        }
        catch (DevnetException e) when (e.Message.Contains("cannot be declared dead before", StringComparison.Ordinal))
        {
            return e.Message.Split("poa: ")[^1];
        }

        throw new DevnetException("the bridge must not be declared dead yet");
    }

    private async Task<string> EscapeAsync(string who, string expected, CancellationToken cancellationToken, params string[] more)
    {
        var said = await RunToolAsync(who, cancellationToken, more);
        await File.AppendAllTextAsync(Path.Combine(places.Logs, $"escape-{who}.log"), said, cancellationToken);
        var last = said.Trim().Split('\n')[^1];
        return last.Contains(expected, StringComparison.Ordinal) ? last : throw new DevnetException($"'{expected}' was expected of {who}'s run, it says:\n{said}");
    }

    /// <summary>The command as its user runs it; everything it has is L1, the genesis file, the file of blocks, and the user's own key.</summary>
    private Task<string> RunToolAsync(string who, CancellationToken cancellationToken, params string[] more) => Tool.RunAsync(
        places.Node,
        [
            "bridge", "escape", "--l1", L1.Endpoint, "--vault", bridge.Identity.Vault.ToString(), "--genesis", places.Genesis, "--archive", ArchiveFile,
            "--key", keys.FileOf(who), "--password", places.Password, .. more,
        ],
        cancellationToken);

    private async Task<string> CheckAsync(CancellationToken cancellationToken)
    {
        var paid = await new EscapeLedgers(network, bridge, _world).EscapedCoinAsync(cancellationToken);
        foreach (var (account, coin) in _coin)
        {
            Require(paid.GetValueOrDefault(account) == coin, $"{account} had {coin} wei on the sidechain and was paid {paid.GetValueOrDefault(account)}");
        }

        // 1000 came, 50 went to the contract, 100 were withdrawn and are paid; Carol's last 20 were refunded to her.
        foreach (var (account, tokens) in new[] { (_world.Alice.Address, 950UL), (_world.Bob.Address, 200UL), (_world.Carol.Address, 50UL) })
        {
            Require(await bridge.L1TokensAsync(account, cancellationToken) == Network.Ether(tokens), $"{account} must have {tokens} PLAY on L1");
        }

        Require(await _world.OwnerAsync(7, cancellationToken) == _world.Alice.Address, "NFT 7 must be Alice's");
        Require(await _world.OwnerAsync(8, cancellationToken) == _world.Bob.Address, "NFT 8 must be Bob's");
        return $"{paid.Count} accounts paid in coin, {_coin.Count} of them compared with the sidechain's balances";
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new DevnetException(what);
        }
    }
}
