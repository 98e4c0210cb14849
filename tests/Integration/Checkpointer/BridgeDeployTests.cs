using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge plan</c>, <c>deploy</c> and <c>verify</c> on a real chain.</summary>
public sealed class BridgeDeployTests : IAsyncLifetime
{
    private const ulong L1ChainId = 900;
    private static readonly Address Guardian = Address.FromNumber(0x9a);
    private static readonly Address Council = Address.FromNumber(0xc0);

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-deploy-").FullName;
    private readonly PrivateKey _deployer = TestKeys.Named("a founder of bridges");
    private Anvil _l1 = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DeploymentFile => Path.Combine(_folder, "deployment.json");

    private string Journal => DeploymentFile + ".journal";

    private string PlanFile => Path.Combine(_folder, "plan.json");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Anvil.Binary is null, "No anvil: run bridge-contracts/setup.");
        _l1 = await Anvil.StartAsync("--chain-id", $"{L1ChainId}");
        await _l1.FundAsync(_deployer.Address, 100);
        await File.WriteAllTextAsync(InFolder("key.json"), Keystore.Encrypt(_deployer, "a password", KeystoreStrength.Light), Cancellation);
        await File.WriteAllTextAsync(InFolder("password"), "a password\n", Cancellation);
        await WriteGenesisAsync("genesis.json", 77_001);
        Assert.Equal(0, (await RunAsync("plan", "--l1-chain-id", $"{L1ChainId}", "--guardians", Guardian.ToString(), "--out", PlanFile)).Code);
        await EditAsync(PlanFile, plan =>
        {
            plan["council"] = Council.ToString();
            plan["feePool"] = new JsonObject { ["dailyBudget"] = "1000000000000000000", ["reward"] = "5" };
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_l1 is not null)
        {
            await _l1.DisposeAsync();
        }

        _deployer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_deployed_is_as_planned_and_the_deployer_has_no_right()
    {
        await DeployAsync();
        Assert.False(File.Exists(Journal));
        var (code, output) = await VerifyAsync("--genesis", InFolder("genesis.json"));
        Assert.Contains("stands on L1 as planned", output, StringComparison.Ordinal);
        Assert.Equal(0, code);

        var refusal = await Assert.ThrowsAsync<BridgeException>(DeployAsync);
        Assert.Contains("is there already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_is_deployed_on_the_contracts_that_the_plan_names_and_its_deposits_arrive()
    {
        var user = Address.Parse((await _l1.AskAsync("eth_accounts"))[0].GetString()!);
        var artifact = Artifacts.Load("TestToken");
        async Task<Address> MakeAsync(string name) =>
            Address.Parse((await _l1.SendAsync(user, null, artifact.EncodeDeployment(name, name))).GetProperty("contractAddress").GetString()!);
        var (weth, permit2, token) = (await MakeAsync("WETH"), await MakeAsync("PERMIT2"), await MakeAsync("TOK"));
        await RefusedAsync("the router's WETH", plan => plan["router"] = new JsonObject { ["weth"] = Guardian.ToString(), ["permit2"] = null });
        await RefusedAsync("router.permit2 is missing", plan => plan["router"] = new JsonObject { ["weth"] = weth.ToString() });
        await RefusedAsync("router.weth must be 20 bytes of hex, not zero", plan => plan["router"] = new JsonObject { ["weth"] = Address.Zero.ToString(), ["permit2"] = null });
        File.Delete(PlanFile);
        var refusal = await Assert.ThrowsAsync<BridgeException>(() => RunAsync(["plan", "--l1-chain-id", $"{L1ChainId}", "--permit2", permit2.ToString(), "--out", PlanFile], Cancellation));
        Assert.Contains("needs --weth", refusal.Message, StringComparison.Ordinal);
        File.Delete(PlanFile);
        await RunAsync(["plan", "--l1-chain-id", $"{L1ChainId}", "--weth", weth.ToString(), "--permit2", permit2.ToString(), "--out", PlanFile], Cancellation);
        await DeployAsync();
        Assert.Equal(0, (await VerifyAsync()).Code);

        var plan = await PlanAsync();
        var (router, vault) = (plan.AddressOf("Router"), plan.AddressOf("Vault"));
        var (erc20, amount) = (artifact.Abi, (UInt256)1_000UL);
        await _l1.SendAsync(user, token, erc20.Function("mint").EncodeCall(user, amount));
        await _l1.SendAsync(user, token, erc20.Function("approve").EncodeCall(router, amount));
        var word = Keccak256.Hash("no permit, an approval"u8).ToArray();
        var receipt = await _l1.SendAsync(user, router, Artifacts.Load("Router").Abi.Function("depositWithPermit").EncodeCall(
            token, amount, Guardian, 50_000UL, UInt256.Zero, (byte)27, word, word));
        var deposited = Artifacts.Load("Vault").Abi.Event("Deposited");
        var log = receipt.GetProperty("logs").EnumerateArray().Select(ChainLog.Read).Single(l => l.Emitter == vault);
        var deposit = Deposit.FromEvent(deposited.Decode(log.ToLog()));
        Assert.Equal((user, Guardian, token, amount), (deposit.From, deposit.To, deposit.Token, deposit.Amount));

        await ExpectAsync($"{weth.ToChecksumString()}, the router's WETH: there is no code", () => _l1.AskAsync("anvil_setCode", weth.ToString(), "0x"));
        await ExpectAsync($"Router {router.ToChecksumString()}: there is no code", () => _l1.AskAsync("anvil_setCode", router.ToString(), "0x"));
        await EditAsync(DeploymentFile, file => file["plan"]!["router"]!["weth"] = token.ToString());
        var (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("Router.WETH: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Router.VAULT: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_file_of_before_there_was_a_router_is_one_without()
    {
        await DeployAsync();
        await EditAsync(DeploymentFile, file => Assert.True(file["plan"]!.AsObject().Remove("router")));
        Assert.Equal(0, (await VerifyAsync()).Code);
    }

    [Fact]
    public async Task Goes_on_where_it_was_killed_at_every_step()
    {
        for (var step = 0; step < 5; step++)
        {
            await KillWhenSentAsync(step + 1);
            if (step % 2 == 0)
            {
                // As if it had been killed between signing and sending.
                await _l1.AskAsync("anvil_dropAllTransactions");
                await KillWhenSentAsync(step + 1);
            }

            await _l1.MineAsync();
        }

        await DeployAsync();
        Assert.Equal(8UL, (await _l1.AskAsync("eth_getTransactionCount", _deployer.Address.ToString(), "latest")).ToUInt64());
        Assert.Equal(0, (await VerifyAsync()).Code);
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task Pays_more_when_the_fees_have_risen_since_it_was_killed()
    {
        await KillWhenSentAsync(1);
        await _l1.AskAsync("anvil_dropAllTransactions");
        await _l1.AskAsync("anvil_setNextBlockBaseFeePerGas", Hex.Quantity((UInt256)80_000_000_000UL));
        await _l1.MineAsync();
        await DeployAsync();
        Assert.Equal(0, (await VerifyAsync()).Code);
    }

    [Fact]
    public async Task Lists_what_deviates()
    {
        await DeployAsync();
        var plan = await PlanAsync();
        await ExpectAsync($"PauseBoard: council: {Address.FromNumber(0xba).ToChecksumString()}", () =>
            _l1.AskAsync("anvil_setStorageAt", plan.AddressOf("PauseBoard").ToString(), Word(1), Address.FromNumber(0xba).ToWord().ToHash256().ToString()));
        await ExpectAsync($"PauseBoard: {_deployer.Address.ToChecksumString()} is a guardian", () =>
            _l1.AskAsync("anvil_setStorageAt", plan.AddressOf("PauseBoard").ToString(), MappingSlot(_deployer.Address).ToString(), Word(1)));
        await ExpectAsync("Anchor: hash of the signer set", () =>
            _l1.AskAsync("anvil_setStorageAt", plan.AddressOf("Anchor").ToString(), Word(1), Keccak256.Hash("another set"u8).ToString()));
        await ExpectAsync("there is no code", () => _l1.AskAsync("anvil_setCode", plan.AddressOf("Evidence").ToString(), "0x"));
        await ExpectAsync("StateProofs", () => _l1.AskAsync("anvil_setCode", plan.StateProofs.ToString(), "0x00"));

        await EditAsync(DeploymentFile, file => file["plan"]!["ethLimits"]!["instantBps"] = 51);
        var (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains($"Vault {plan.AddressOf("Vault").ToChecksumString()}: the code is another", output, StringComparison.Ordinal);
        Assert.Contains("Vault.limits(0x0000000000000000000000000000000000000000)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Vault.ANCHOR", output, StringComparison.Ordinal);

        await EditAsync(DeploymentFile, file => file["l1"]!["vault"] = Council.ToString());
        Assert.Contains("file, l1.vault", (await VerifyAsync()).Output, StringComparison.Ordinal);
        await WriteGenesisAsync("other.json", 77_002);
        var refusal = await Assert.ThrowsAsync<BridgeException>(() => VerifyAsync("--genesis", InFolder("other.json")));
        Assert.Contains("another genesis", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_before_anything_is_paid_for()
    {
        await RefusedAsync("plan.json: council is missing", plan => plan.Remove("council"));
        await RefusedAsync("plan.json: ethLimits.instantBps must be a whole number of at most 10000", plan => plan["ethLimits"]!["instantBps"] = 10_001);
        await RefusedAsync("would keep a right", plan => plan["council"] = _deployer.Address.ToString());
        await RefusedAsync("The plan is for chain 1; the L1 endpoint serves chain 900", plan => plan["l1ChainId"] = 1);
        await RefusedAsync("PauseBoard cannot be created by this plan: BadConfiguration", plan => plan["guardians"]!.AsArray().Add(Guardian.ToString()));
        await RefusedAsync("There is no contract at", plan => plan["extraVerifier"] = Council.ToString());
        await RefusedAsync("Vault cannot be created by this plan", plan => plan["erc20Limits"]!["refillSeconds"] = 0);
        Assert.Equal(0UL, (await _l1.AskAsync("eth_getTransactionCount", _deployer.Address.ToString(), "latest")).ToUInt64());
        Assert.False(File.Exists(Journal));

        await KillWhenSentAsync(1);
        await RefusedAsync("is the journal of a deployment with another plan", plan => plan["quarantineSeconds"] = 5);
    }

    private static string Word(ulong number) => ((UInt256)number).ToHash256().ToString();

    /// <summary>Where the PauseBoard notes whether an account is a guardian.</summary>
    private static Hash256 MappingSlot(Address account) => Keccak256.Hash([.. account.ToWord().ToHash256().Bytes, .. UInt256.Zero.ToHash256().Bytes]);

    private static async Task EditAsync(string file, Action<JsonObject> edit)
    {
        var content = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancellation))!.AsObject();
        edit(content);
        await File.WriteAllTextAsync(file, content.ToJsonString(), Cancellation);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private Task WriteGenesisAsync(string name, ulong chainId) => File.WriteAllBytesAsync(InFolder(name), GenesisOf(chainId), Cancellation);

    private static byte[] GenesisOf(ulong chainId) => GenesisWriter.Write(new GenesisDraft
    {
        ChainId = chainId,
        Signers = [.. Enumerable.Range(0, 4).Select(i => TestKeys.Named($"signer {i}").Address)],
        PeriodSeconds = 5,
        EpochLength = 30_000,
        IsModern = true,
        GasLimit = 30_000_000,
        Timestamp = 1_700_000_000,
        Funds = new Dictionary<Address, UInt256>(),
        BridgeReserve = UInt256.One << 96,
    });

    private async Task<DeploymentPlan> PlanAsync()
    {
        var plan = Deployment.Parse(await File.ReadAllTextAsync(DeploymentFile, Cancellation)).Plan!;
        return new DeploymentPlan(plan.Terms, plan.Deployer, plan.FirstNonce, Artifacts.Load);
    }

    /// <summary>Something changes on L1: it is the one thing that is listed. Then it is taken back.</summary>
    private async Task ExpectAsync(string deviation, Func<Task<JsonElement>> change)
    {
        var before = (await _l1.AskAsync("evm_snapshot")).GetString();
        await change();
        var (code, output) = await VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains(deviation, output, StringComparison.Ordinal);
        Assert.Contains("1 deviation.", output, StringComparison.Ordinal);
        await _l1.AskAsync("evm_revert", before);
    }

    private async Task RefusedAsync(string reason, Action<JsonObject> edit)
    {
        var good = await File.ReadAllTextAsync(PlanFile, Cancellation);
        await EditAsync(PlanFile, edit);
        var refusal = await Assert.ThrowsAsync<BridgeException>(DeployAsync);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(PlanFile, good, Cancellation);
    }

    private async Task DeployAsync()
    {
        await _l1.AskAsync("evm_setAutomine", true);
        try
        {
            Assert.Equal(0, (await RunAsync(DeployArguments())).Code);
        }
        finally
        {
            await _l1.AskAsync("evm_setAutomine", false);
        }
    }

    /// <summary>Ends a deployment as soon as its transaction of this number waits in the pool.</summary>
    private async Task KillWhenSentAsync(int transactions)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        kill.CancelAfter(TimeSpan.FromMinutes(2));
        var run = RunAsync(DeployArguments(), kill.Token);
        while (!run.IsCompleted && !await IsSentAsync(transactions))
        {
            await Task.Delay(50, kill.Token);
        }

        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private async Task<bool> IsSentAsync(int transactions) =>
        (await _l1.AskAsync("txpool_status")).GetProperty("pending").ToUInt64() > 0
        && (await _l1.AskAsync("eth_getTransactionCount", _deployer.Address.ToString(), "pending")).ToUInt64() == (ulong)transactions;

    private string[] DeployArguments() =>
    [
        "deploy", "--l1", _l1.Address.ToString(), "--plan", PlanFile, "--genesis", InFolder("genesis.json"), "--out", DeploymentFile,
        "--key", InFolder("key.json"), "--password", InFolder("password"),
    ];

    private Task<(int Code, string Output)> VerifyAsync(params string[] arguments) =>
        RunAsync(["verify", "--l1", _l1.Address.ToString(), "--deployment", DeploymentFile, .. arguments]);

    private static Task<(int Code, string Output)> RunAsync(params string[] line) => RunAsync(line, Cancellation);

    private static async Task<(int Code, string Output)> RunAsync(string[] line, CancellationToken cancellationToken)
    {
        await using var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        var code = await BridgeCommands.Create().Parse(line).InvokeAsync(configuration, cancellationToken);
        return (code, output.ToString());
    }
}
