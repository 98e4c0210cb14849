using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge verify --sidechain</c>: an anvil as L1, our own node's JSON-RPC over a chain that is really sealed and executed.</summary>
public sealed class BridgeVerifySidechainTests : IDisposable
{
    private static readonly Address Receiver = Address.FromNumber(0xcafe);

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-verify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_halves_that_fit_are_found_to_fit_before_and_after_the_first_checkpoint()
    {
        await using var rig = await EscapeRig.StartAsync();
        await using var node = await ServedSidechain.StartAsync(rig.Sidechain, signer: null);
        Assert.Contains("L1, which has no checkpoint to prove anything by yet.", await VerifyAsync(rig, node.Address, 0), StringComparison.Ordinal);

        await PlayAsync(rig);
        Assert.Contains($"by proofs up to block {rig.Sidechain.Tree.Head.Number}.", await VerifyAsync(rig, node.Address, 0), StringComparison.Ordinal);

        // What is newer than the checkpoint changes nothing.
        await rig.DepositEthAsync(Receiver, EscapeRig.Ether(1_000));
        await rig.CreditAsync();
        Assert.Contains("by proofs up to block", await VerifyAsync(rig, node.Address, 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_mismatch_with_L1_has_a_line_of_its_own()
    {
        await using var rig = await EscapeRig.StartAsync();
        await using var node = await ServedSidechain.StartAsync(rig.Sidechain, signer: null);
        await PlayAsync(rig);
        var (anchor, vault, block) = (rig.Identity.Anchor, rig.Identity.Vault, rig.Sidechain.Tree.Head.Number);
        var head = (await rig.L1.AskAsync("eth_getStorageAt", anchor.ToString(), StorageLayout.AnchorHead.ToString(), "latest")).ToUInt256();

        await ExpectAsync(rig, node.Address, $"sidechain, Outbox, withdrawals at block {block}: 1, expected 2", () => SetAsync(rig, anchor, StorageLayout.AnchorHead, head + (UInt256.One << 176)));
        await ExpectAsync(rig, node.Address, $"sidechain, Inbox, deposits at block {block}: 1, expected 0", () => SetAsync(rig, anchor, StorageLayout.AnchorHead, head - (UInt256.One << 216)));
        await ExpectAsync(rig, node.Address, "(1 deposits)", () => SetAsync(rig, vault, StorageLayout.VaultDepositAcc(1), UInt256.One), lines: 2);
        await ExpectAsync(rig, node.Address, "1 deposits credited now, the Vault has made 0", () => SetAsync(rig, vault, StorageLayout.VaultDepositCount, UInt256.Zero));
        await ExpectAsync(rig, node.Address, "sidechain, SignerRegistry, hash of the signer set: ", () => SetAsync(rig, anchor, StorageLayout.AnchorSetHash, UInt256.One), lines: 3);
        await ExpectAsync(rig, node.Address, "sidechain, clique: hash of the signer set ", () => SetAsync(rig, anchor, StorageLayout.AnchorSetHash, UInt256.One), lines: 3);
        await ExpectAsync(rig, node.Address, "wei circulate that came from L1, the Vault has only 1 locked", () => SetLockedAsync(rig, UInt256.One));
    }

    [Fact]
    public async Task A_sidechain_whose_contracts_or_reserve_are_others_is_found_by_proof()
    {
        await using var rig = await EscapeRig.StartAsync(genesis =>
        {
            var alloc = genesis["alloc"]!.AsObject();
            JsonNode Of(Address address) => alloc.Single(entry => Hex.StripPrefix(entry.Key).ToString().EndsWith(Hex.StripPrefix(address.ToString()).ToString(), StringComparison.OrdinalIgnoreCase)).Value!;
            Of(Predeploys.MirrorFactory)["code"] = Of(Predeploys.MirrorFactory)["code"]!.GetValue<string>() + "00";
            var reserve = Of(Predeploys.NativeVault);
            reserve["balance"] = Hex.Quantity(UInt256.Parse(reserve["balance"]!.GetValue<string>()) - UInt256.One);
        });
        await using var node = await ServedSidechain.StartAsync(rig.Sidechain, signer: null);
        await PlayAsync(rig);
        var output = await VerifyAsync(rig, node.Address, 1);
        Assert.Contains($"sidechain, MirrorFactory {Predeploys.MirrorFactory.ToChecksumString()}, hash of the code: ", output, StringComparison.Ordinal);
        Assert.Contains("sidechain, NativeVault: it has ", output, StringComparison.Ordinal);
        Assert.Contains("2 deviations.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_invents_answers_is_found_out()
    {
        await using var rig = await EscapeRig.StartAsync();
        await using var node = await ServedSidechain.StartAsync(rig.Sidechain, signer: null);
        await PlayAsync(rig);
        using var lying = new LyingTransport(new HttpRpcTransport(node.Address, null));
        await using var endpoint = new StandInEndpoint(lying);
        var block = rig.Sidechain.Tree.Head.Number;
        Assert.Contains("agrees with L1", await VerifyAsync(rig, endpoint.Address, 0), StringComparison.Ordinal);

        async Task CaughtAsync(string line, string method, Func<JsonNode?, JsonNode?> lie, int lines = 1)
        {
            lying.Lie = (request, truth) => request["method"]!.GetValue<string>() == method ? lie(truth) : truth;
            var output = await VerifyAsync(rig, endpoint.Address, 1);
            Assert.Contains(line, output, StringComparison.Ordinal);
            Assert.Contains($"{lines} deviation", output, StringComparison.Ordinal);
        }

        await CaughtAsync("sidechain, block 0: ", "eth_getBlockByNumber", truth => Change(truth, "hash", Hash256.Zero.ToString()));
        await CaughtAsync("sidechain, chain id: 1, expected", "eth_chainId", _ => "0x1");
        var other = Hex.Encode(rig.Sidechain.Tree.FindHeader(block - 1)!.Encode());
        await CaughtAsync($"sidechain, block {block}: {rig.Sidechain.Tree.FindHash(block - 1)}, L1 accepted", "debug_getRawHeader", _ => other);
        await CaughtAsync("no header (debug_getRawHeader)", "debug_getRawHeader", _ => null);
        await CaughtAsync("clique_getSnapshot of block", "clique_getSnapshot", _ => new JsonObject());
        await CaughtAsync(
            "sidechain, clique: hash of the signer set", "clique_getSnapshot", truth => Change(truth, "signers", new JsonObject { [Receiver.ToString()] = new JsonObject() }));
        await CaughtAsync(
            $"does not lead to the state root of block {block}", "eth_getProof", truth => Change(truth, "accountProof", new JsonArray(truth!["accountProof"]!.AsArray().Skip(1).Select(n => n!.DeepClone()).ToArray())), lines: 4);
    }

    private static JsonNode? Change(JsonNode? truth, string field, JsonNode value)
    {
        var changed = truth!.DeepClone().AsObject();
        changed[field] = value;
        return changed;
    }

    /// <summary>A deposit, a withdrawal, a checkpoint.</summary>
    private static async Task PlayAsync(EscapeRig rig)
    {
        var user = TestKeys.Named("who plays with both halves");
        await rig.DepositEthAsync(user.Address, EscapeRig.Ether(5_000));
        await rig.CreditAsync();
        await rig.SendAsync(user, Predeploys.NativeVault, EscapeRig.Function("NativeVault", "withdraw").EncodeCall(Receiver, UInt256.Zero), EscapeRig.Ether(1_000));
        await rig.CheckpointAsync();
    }

    private static Task SetAsync(EscapeRig rig, Address contract, Hash256 slot, UInt256 value) =>
        rig.L1.AskAsync("anvil_setStorageAt", contract.ToString(), slot.ToString(), value.ToHash256().ToString());

    /// <summary>Writes what the Vault has locked of ETH: the slot is found by what its view answers afterwards.</summary>
    private static async Task SetLockedAsync(EscapeRig rig, UInt256 value)
    {
        for (var mapping = 0UL; mapping < 16; mapping++)
        {
            byte[] key = [.. Address.Zero.ToWord().ToHash256().Bytes, .. ((UInt256)mapping).ToHash256().Bytes];
            var slot = Keccak256.Hash(key);
            var before = (await rig.L1.AskAsync("eth_getStorageAt", rig.Identity.Vault.ToString(), slot.ToString(), "latest")).ToUInt256();
            await SetAsync(rig, rig.Identity.Vault, slot, value);
            if (await rig.LockedAsync(Address.Zero) == value)
            {
                return;
            }

            await SetAsync(rig, rig.Identity.Vault, slot, before);
        }

        Assert.Fail("the Vault keeps what is locked elsewhere");
    }

    /// <summary>Something changes on L1: it is listed. Then it is taken back.</summary>
    private async Task ExpectAsync(EscapeRig rig, Uri sidechain, string line, Func<Task> change, int lines = 1)
    {
        var before = (await rig.L1.AskAsync("evm_snapshot")).GetString();
        await change();
        var output = await VerifyAsync(rig, sidechain, 1);
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{lines} deviation"), output, StringComparison.Ordinal);
        await rig.L1.AskAsync("evm_revert", before);
    }

    private async Task<string> VerifyAsync(EscapeRig rig, Uri sidechain, int exitCode)
    {
        var file = Path.Combine(_folder, "deployment.json");
        await File.WriteAllTextAsync(file, rig.DeploymentText, TestContext.Current.CancellationToken);
        string[] line = ["verify", "--l1", rig.L1.Address.ToString(), "--deployment", file, "--genesis", rig.GenesisFile, "--sidechain", sidechain.ToString()];
        await using var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        var code = await BridgeCommands.Create().Parse(line).InvokeAsync(configuration, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, output.ToString());
        return output.ToString();
    }
}
