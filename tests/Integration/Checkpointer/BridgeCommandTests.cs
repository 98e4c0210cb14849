using System.CommandLine;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Node.Keys;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge</c> as a user runs it: a keystore file, two RPC addresses, two real chains.</summary>
public sealed partial class BridgeCommandTests : IDisposable
{
    private static readonly Address Receiver = Address.FromNumber(0xcafe);

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-bridge-").FullName;
    private readonly PrivateKey _user = TestKeys.Named("a user of the bridge");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Moves_exact_amounts_there_and_back()
    {
        await using var rig = await StartAsync();
        var token = await rig.DeployTokenAsync(BridgeRig.Ether(2_000));
        var transfer = Artifacts.Load("TestToken").Abi.Function("transfer").EncodeCall(_user.Address, BridgeRig.Ether(2_000));
        await rig.L1.SendAsync(rig.Alice, token, transfer);

        Assert.Contains("5 locked for", await RunAsync(rig, "deposit", "--amount", "5"), StringComparison.Ordinal);
        var locked = await RunAsync(rig, "deposit", "--amount", "1.5", "--token", token.ToString());
        Assert.Contains("may take exactly this amount", locked, StringComparison.Ordinal);
        Assert.Contains("Deposit 1: 1.5 locked for", locked, StringComparison.Ordinal);
        await rig.UntilAsync("both deposits are credited", async () => await rig.CreditedAsync() == 2);
        Assert.Equal(BridgeRig.Ether(5_000), await rig.SidechainBalanceAsync(_user.Address));
        Assert.Equal(BridgeRig.Ether(1_500), await rig.MirrorBalanceAsync(token, _user.Address));

        Assert.Contains("Withdrawal 0: 1.25 for", await RunAsync(rig, "withdraw", "--amount", "1.25", "--to", Receiver.ToString()), StringComparison.Ordinal);
        await RunAsync(rig, "withdraw", "--amount", "0.5", "--token", token.ToString(), "--to", Receiver.ToString());
        Assert.Equal(BridgeRig.Ether(1_000), await rig.MirrorBalanceAsync(token, _user.Address));
        await RefusedAsync(rig, "in no checkpoint on L1 yet", "claim", "--index", "0");

        await rig.UntilAsync("both withdrawals are claimable", async () => await rig.ClaimableAsync() == 2);
        Assert.Contains("1.25 paid to", await RunAsync(rig, "claim", "--index", "0"), StringComparison.Ordinal);
        Assert.Contains("0.5 paid to", await RunAsync(rig, "claim", "--index", "1"), StringComparison.Ordinal);
        Assert.Equal(BridgeRig.Ether(1_250), await rig.L1BalanceAsync(Receiver));
        Assert.Equal(BridgeRig.Ether(3_750), await rig.LockedAsync(Address.Zero));
        Assert.Equal(BridgeRig.Ether(1_000), await rig.LockedAsync(token));
        await RefusedAsync(rig, "Withdrawal 0 was paid already.", "claim", "--index", "0");

        var history = await AskAsync(rig, "history", "--account", _user.Address.ToString());
        Assert.Equal(4, history.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("5 ETH", history, StringComparison.Ordinal);
        Assert.Contains("credited", history, StringComparison.Ordinal);
        Assert.Contains("paid", history, StringComparison.Ordinal);
        var status = await AskAsync(rig, "status");
        Assert.Contains("Deposits: 2 made, 2 credited", status, StringComparison.Ordinal);
        Assert.Contains("Withdrawals: 2 written, 2 claimable", status, StringComparison.Ordinal);
        Assert.Contains("Locked: 3.75;", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_in_a_sentence_what_cannot_be_done()
    {
        await using var rig = await StartAsync();
        await RefusedAsync(rig, "'-1' is no amount", "deposit", "--amount", "-1");
        await RefusedAsync(rig, "has 19 decimals, the asset has 18", "deposit", "--amount", "0.0000000000000000001");
        await RefusedAsync(rig, "must be more than zero", "deposit", "--amount", "0");
        await RefusedAsync(rig, "'bob' is no address", "deposit", "--amount", "1", "--to", "bob");
        await RefusedAsync(rig, "does not answer decimals", "deposit", "--amount", "1", "--token", Receiver.ToString());
        await RefusedAsync(rig, "as its vault, not", "deposit", "--amount", "1", "--vault", Receiver.ToString());
        await RefusedAsync(rig, "There is no withdrawal 7", "claim", "--index", "7");
        Assert.Equal(UInt256.Zero, await rig.LockedAsync(Address.Zero));

        await File.WriteAllTextAsync(PasswordFile, "wrong", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<KeystoreFolderException>(() => RunAsync(rig, "deposit", "--amount", "1"));
    }

    [Fact]
    public async Task Status_tells_whether_a_router_leads_to_this_bridge()
    {
        await using var rig = await StartAsync();
        var weth = await rig.DeployTokenAsync(UInt256.One);
        async Task<Address> MakeAsync(Address vault) => Address.Parse((await rig.L1.SendAsync(
            rig.Alice, null, Artifacts.Load("Router").EncodeDeployment(vault, weth, Address.Zero))).GetProperty("contractAddress").GetString()!);
        async Task NotAsync(string reason, Address router) => Assert.Contains(
            reason, (await Assert.ThrowsAsync<BridgeException>(() => AskAsync(rig, "status", "--router", router.ToString()))).Message, StringComparison.Ordinal);

        var router = await MakeAsync(rig.Identity.Vault);
        var status = await AskAsync(rig, "status", "--router", router.ToString());
        Assert.Contains($"Router {router.ToChecksumString()}: leads to this vault; WETH {weth.ToChecksumString()}, Permit2 none", status, StringComparison.Ordinal);
        await NotAsync("There is no contract at", Receiver);
        await NotAsync("leads to the vault", await MakeAsync(weth));
        await NotAsync("is no router", weth);
        var code = (await rig.L1.AskAsync("eth_getCode", router.ToString(), "latest")).GetString()!;
        await rig.L1.AskAsync("anvil_setCode", router.ToString(), code[..^2] + (code[^2..] == "00" ? "01" : "00"));
        await NotAsync("is not that of a router", router);
    }

    private string KeyFile => Path.Combine(_folder, "key.json");

    private string PasswordFile => Path.Combine(_folder, "password");

    private async Task<BridgeRig> StartAsync()
    {
        var rig = await BridgeRig.StartAsync(4);
        await File.WriteAllTextAsync(KeyFile, Keystore.Encrypt(_user, "a password", KeystoreStrength.Light), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PasswordFile, "a password\n", TestContext.Current.CancellationToken);
        await rig.L1.FundAsync(_user.Address, 100);
        await rig.UntilAsync("the sidechain is bound", rig.IsBoundAsync);
        return rig;
    }

    private Task<string> RunAsync(BridgeRig rig, string command, params string[] arguments) =>
        AskAsync(rig, command, [.. arguments, "--key", KeyFile, "--password", PasswordFile]);

    /// <summary>Runs a command while both chains make a block for each transaction; what it printed.</summary>
    private static Task<string> AskAsync(BridgeRig rig, string command, params string[] arguments) =>
        AskAtAsync(rig, rig.SidechainAnvil.Address, command, arguments);

    private static async Task<string> AskAtAsync(BridgeRig rig, Uri sidechain, string command, params string[] arguments)
    {
        string[] line = [command, .. arguments, "--l1", rig.L1.Address.ToString(), "--sidechain", sidechain.ToString()];
        await using var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        await rig.L1.AskAsync("evm_setAutomine", true);
        await rig.SidechainAnvil.AskAsync("evm_setAutomine", true);
        try
        {
            Assert.Equal(0, await BridgeCommands.Create().Parse(line).InvokeAsync(configuration, TestContext.Current.CancellationToken));
        }
        finally
        {
            await rig.L1.AskAsync("evm_setAutomine", false);
            await rig.SidechainAnvil.AskAsync("evm_setAutomine", false);
        }

        return output.ToString();
    }

    private async Task RefusedAsync(BridgeRig rig, string reason, string command, params string[] arguments)
    {
        var refusal = await Assert.ThrowsAsync<BridgeException>(() => RunAsync(rig, command, arguments));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
