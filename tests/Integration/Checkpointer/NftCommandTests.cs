using System.CommandLine;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge</c> with NFTs: a keystore file, an anvil as L1, our own node's JSON-RPC over a chain that is really sealed and executed.</summary>
public sealed class NftCommandTests : IAsyncLifetime
{
    private const ulong Wait = 24 * 3600;
    private static readonly UInt256 Huge = UInt256.Parse("115792089237316195423570985008687907853269984665640564039457584007913129639935");

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-nfts-").FullName;
    private readonly PrivateKey _user = TestKeys.Named("a collector");
    private readonly Address _receiver = Address.FromNumber(0xcafe);
    private EscapeRig _rig = null!;
    private ServedSidechain _sidechain = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await EscapeRig.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "key"), Keystore.Encrypt(_user, "a password", KeystoreStrength.Light));
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), "a password\n");
        await _rig.L1.FundAsync(_user.Address, 100);
        await _rig.DepositEthAsync(_user.Address, EscapeRig.Ether(10_000)); // for the sidechain's fees
        await _rig.CreditAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_sidechain is not null)
        {
            await _sidechain.DisposeAsync();
        }

        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        _user.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Erc721_go_there_and_back_one_and_many()
    {
        var (collection, vault) = await _rig.NewCollectionAsync(AssetKind.Erc721, 1, 7, 8, Huge);
        foreach (var id in new[] { (UInt256)7, 8, Huge })
        {
            await GiveAsync(collection, "transferFrom", _rig.Bank, _user.Address, id);
        }

        var first = await RunAsync("deposit", "--collection", collection.ToString(), "--id", "7");
        Assert.Contains("may take exactly these NFTs", first, StringComparison.Ordinal);
        Assert.Contains($"Deposit 1: NFT #7 of {collection.ToChecksumString()} locked for {_user.Address.ToChecksumString()}", first, StringComparison.Ordinal);
        Assert.Contains("locked for", await RunAsync("deposit", "--collection", collection.ToString(), "--id", $"{Huge}", "8", "--to", _user.Address.ToString()), StringComparison.Ordinal);
        Assert.Equal(vault, await _rig.OwnerAsync(collection, 8));
        Assert.Contains($"NFT #8, #{Huge} of", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
        Assert.Contains("Locked: 1 x #7, 1 x #8;", await AskAsync("status", "--collection", collection.ToString(), "--id", "7,8"), StringComparison.Ordinal);
        await CreditAsync();

        Assert.Contains("Withdrawal 0: NFT #8, #", await RunAsync("withdraw", "--collection", collection.ToString(), "--id", "8", $"{Huge}", "--to", _receiver.ToString()), StringComparison.Ordinal);
        await RefusedAsync("#8 of", "withdraw", "--collection", collection.ToString(), "--id", "8");
        await RefusedAsync("is in no checkpoint", "claim", "--index", "0");
        await RoundTripAsync(0);
        Assert.Equal(_receiver, await _rig.OwnerAsync(collection, 8));
        Assert.Equal(_receiver, await _rig.OwnerAsync(collection, Huge));
        Assert.Equal(vault, await _rig.OwnerAsync(collection, 7));
        var history = await AskAsync("history", "--account", _user.Address.ToString());
        Assert.Contains($"NFT #8, #{Huge} of {collection.ToChecksumString()}  to {_receiver.ToChecksumString()}  handed over", history, StringComparison.Ordinal);
        Assert.Contains("NFT #7 of", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erc1155_go_there_and_back_in_exact_amounts_and_the_approval_is_taken_back()
    {
        var (collection, vault) = await _rig.NewCollectionAsync(AssetKind.Erc1155, 1_000, 3, 5);
        foreach (var id in new[] { (UInt256)3, 5 })
        {
            await GiveAsync(collection, "safeTransferFrom", _rig.Bank, _user.Address, id, (UInt256)1_000UL, Array.Empty<byte>());
        }

        await RefusedAsync("has 1000 of #3 on L1, not 1001", "deposit", "--collection", collection.ToString(), "--id", "3=1001");
        var deposited = await RunAsync("deposit", "--collection", collection.ToString(), "--id", "5", "3=400");
        Assert.Contains("for this once", deposited, StringComparison.Ordinal);
        Assert.Contains("NFT 400 x #3, #5 of", deposited, StringComparison.Ordinal);
        var approved = await _rig.L1ViewAsync(collection, EscapeRig.Function("MirrorERC1155", "isApprovedForAll"), _user.Address, vault);
        Assert.False(approved.Get<bool>(0));
        await CreditAsync();

        await RefusedAsync("has 400 of #3 on The sidechain, not 401", "withdraw", "--collection", collection.ToString(), "--id", "3=401");
        await RefusedAsync("can be split off as a fee", "withdraw", "--collection", collection.ToString(), "--id", "3", "--fee", "1");
        var mirror = (await AskAsync("status", "--collection", collection.ToString(), "--id", "3"))[^43..].Trim();
        Assert.Contains("NFT 150 x #3 of", await RunAsync("withdraw", "--collection", mirror, "--id", "3=150"), StringComparison.Ordinal);
        await RunAsync("withdraw", "--collection", collection.ToString(), "--id", "3=50", "5=1");
        await RoundTripAsync(0, 1);
        Assert.Equal((UInt256)800UL, await HeldAsync(collection, 3));
        Assert.Equal((UInt256)1_000UL, await HeldAsync(collection, 5));
        Assert.Contains("Locked: 200 x #3, 0 x #5;", await AskAsync("status", "--collection", collection.ToString(), "--id", "3", "5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erc1155_that_its_recipient_refuses_is_kept_and_shown_so()
    {
        var (collection, _) = await _rig.NewCollectionAsync(AssetKind.Erc1155, 10, 3);
        await GiveAsync(collection, "safeTransferFrom", _rig.Bank, _user.Address, (UInt256)3UL, (UInt256)10UL, Array.Empty<byte>());
        await RunAsync("deposit", "--collection", collection.ToString(), "--id", "3=10");
        await CreditAsync();
        await RunAsync("withdraw", "--collection", collection.ToString(), "--id", "3=4", "--to", _rig.Identity.Anchor.ToString());
        await _rig.CheckpointAsync();
        await RunAsync("claim", "--index", "0");
        await _rig.L1.AskAsync("evm_increaseTime", Wait);
        await _rig.L1.MineAsync();
        Assert.Contains("is kept for it (NftVault.collectOwed)", await RunAsync("claim", "--index", "0"), StringComparison.Ordinal);
        await RefusedAsync("was refused by its recipient, for whom NftVault keeps it (collectOwed).", "claim", "--index", "0");
        Assert.Contains("for whom NftVault keeps it (collectOwed)", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erc1155_that_the_sidechain_could_not_credit_come_back_by_bounce_and_claim()
    {
        var (collection, _) = await _rig.NewCollectionAsync(AssetKind.Erc1155, 10, 3);
        await GiveAsync(collection, "safeTransferFrom", _rig.Bank, _user.Address, (UInt256)3UL, (UInt256)10UL, Array.Empty<byte>());
        var deposited = await RunAsync("deposit", "--collection", collection.ToString(), "--id", "3=10", "--to", Predeploys.Outbox.ToString());
        Assert.Contains("does not claim to receive ERC-1155", deposited, StringComparison.Ordinal);
        await CreditAsync();
        Assert.Contains("could not be credited", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);

        await _rig.L1.AskAsync("evm_increaseTime", 8 * 24 * 3600);
        await _rig.L1.MineAsync();
        _rig.Sidechain.Clock.Advance(TimeSpan.FromDays(8));
        await _rig.Sidechain.SealAsync(EscapeRig.Signer);
        Assert.Contains("goes back as withdrawal 0", await RunAsync("bounce", "--nonce", "1"), StringComparison.Ordinal);
        Assert.Contains("withdrawal      0  NFT 10 x #3 of", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
        await RoundTripAsync(0);
        Assert.Equal((UInt256)10UL, await HeldAsync(collection, 3));
    }

    [Fact]
    public async Task Nfts_of_the_sidechain_go_to_L1_and_come_back()
    {
        var test = Artifacts.Load("TestCollection");
        var collection = await _rig.SendAsync(_user, null, test.EncodeDeployment("Stones", "STONE"));
        foreach (var id in new[] { (UInt256)7, 8, Huge })
        {
            await _rig.SendAsync(_user, collection, test.Abi.Function("mint").EncodeCall(_user.Address, id));
        }

        string[] named = ["--origin", "sidechain", "--collection", collection.ToString(), "--id"];
        await RefusedAsync("nothing of it was ever claimed there", "deposit", [.. named, "7"]);
        await RefusedAsync("can be split off as a fee", "withdraw", [.. named, "7", "--fee", "1"]);
        var withdrawn = await RunAsync("withdraw", [.. named, "7", $"{Huge}"]);
        Assert.Contains("may take exactly these NFTs", withdrawn, StringComparison.Ordinal);
        Assert.Contains($"Withdrawal 0: NFT #7, #{Huge} of {collection.ToChecksumString()}", withdrawn, StringComparison.Ordinal);
        var mirror = Address.Parse(withdrawn.Split("On L1 it will be in the collection ")[1][..42]);
        await RoundTripAsync(0);
        Assert.Equal(_user.Address, await _rig.OwnerAsync(mirror, 7));
        Assert.Equal(_user.Address, await _rig.OwnerAsync(mirror, Huge));
        Assert.Contains("Locked on the sidechain: 1 x #7, 0 x #8;", await AskAsync("status", [.. named, "7", "8"]), StringComparison.Ordinal);
        Assert.Contains($"NFT #7, #{Huge} of {collection.ToChecksumString()} of the sidechain  to {_user.Address.ToChecksumString()}  handed over", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);

        await RefusedAsync("#8 of", "deposit", [.. named, "8"]);
        Assert.Contains("of the sidechain, its mirror burnt on L1", await RunAsync("deposit", [.. named, "7", "--to", _receiver.ToString()]), StringComparison.Ordinal);
        await CreditAsync();
        Assert.Contains("credited", await AskAsync("history", "--account", _user.Address.ToString()), StringComparison.Ordinal);
        Assert.Contains("Locked on the sidechain: 0 x #7", await AskAsync("status", [.. named, "7"]), StringComparison.Ordinal);
        Assert.Equal(_receiver, await OwnerOnSidechainAsync(collection, 7));
    }

    [Fact]
    public async Task Refuses_before_anything_is_sent()
    {
        var (collection, _) = await _rig.NewCollectionAsync(AssetKind.Erc721, 1, 7, 9);
        var token = await _rig.DepositNewTokenAsync(_rig.Bank, 5);
        await GiveAsync(collection, "transferFrom", _rig.Bank, _user.Address, (UInt256)7UL);
        var at = collection.ToString();
        await RefusedAsync($"#9 on L1 belongs to {_rig.Bank.ToChecksumString()}, not to", "deposit", "--collection", at, "--id", "7", "9");
        await RefusedAsync("#8 of", "deposit", "--collection", at, "--id", "8");
        await RefusedAsync("exists once: 2 of it cannot travel", "deposit", "--collection", at, "--id", "7=2");
        await RefusedAsync("There is no contract at", "deposit", "--collection", _receiver.ToString(), "--id", "7");
        await RefusedAsync("claims neither ERC-721 nor ERC-1155", "deposit", "--collection", token.ToString(), "--id", "7");
        await RefusedAsync("does not claim ERC-1155; it is ERC-721", "deposit", "--collection", at, "--id", "7", "--standard", "erc1155");
        await RefusedAsync("nothing of it was ever deposited", "withdraw", "--collection", at, "--id", "7");
        await RefusedAsync("#7 is named twice", "deposit", "--collection", at, "--id", "7", "0x7");
        await RefusedAsync("0 ids were named", "deposit", "--collection", at);
        await RefusedAsync("17 ids were named", "deposit", "--collection", at, "--id", string.Join(',', Enumerable.Range(0, 17)));
        await RefusedAsync("None of #7", "deposit", "--collection", at, "--id", "7=0");
        await RefusedAsync("'-7' is no NFT", "deposit", "--collection", at, "--id=-7");
        await RefusedAsync("--id needs --collection", "deposit", "--id", "7");
        await RefusedAsync("Name either --amount, or NFTs", "deposit", "--collection", at, "--id", "7", "--amount", "1");
        await RefusedAsync("Name either --amount, or NFTs", "deposit");
        Assert.Equal(0UL, (await _rig.L1.AskAsync("eth_getTransactionCount", _user.Address.ToString(), "latest")).ToUInt64());
    }

    /// <summary>Claims, waits and claims again.</summary>
    private async Task RoundTripAsync(params ulong[] indices)
    {
        await _rig.CheckpointAsync();
        foreach (var index in indices)
        {
            Assert.Contains("as NFTs always are, queued until", await RunAsync("claim", "--index", $"{index}"), StringComparison.Ordinal);
            await RefusedAsync("is queued until", "claim", "--index", $"{index}");
        }

        await _rig.L1.AskAsync("evm_increaseTime", Wait);
        await _rig.L1.MineAsync();
        foreach (var index in indices)
        {
            Assert.Contains("handed over to", await RunAsync("claim", "--index", $"{index}"), StringComparison.Ordinal);
            await RefusedAsync($"Withdrawal {index} was handed over.", "claim", "--index", $"{index}");
        }
    }

    private async Task<Address> OwnerOnSidechainAsync(Address collection, UInt256 id)
    {
        using var sidechain = RpcClient.Create(_sidechain.Address.ToString(), TimeSpan.FromSeconds(15));
        var call = new JsonObject { ["to"] = collection.ToString(), ["data"] = Hex.Encode(EscapeRig.Function("MirrorERC721", "ownerOf").EncodeCall(id)) };
        return EscapeRig.Function("MirrorERC721", "ownerOf").DecodeResult((await sidechain.CallAsync(new RpcCall("eth_call", call, "latest"), TestContext.Current.CancellationToken)).Value.ToBytes()).Get<Address>(0);
    }

    /// <summary>Credits while nobody else seals.</summary>
    private async Task CreditAsync()
    {
        await StopServingAsync();
        await _rig.CreditAsync();
    }

    private async Task StopServingAsync()
    {
        if (_sidechain is not null)
        {
            await _sidechain.DisposeAsync();
            _sidechain = null!;
        }
    }

    private Task GiveAsync(Address collection, string function, params object[] arguments) => _rig.L1.SendAsync(
        _rig.Bank, collection, EscapeRig.Function(function == "transferFrom" ? "MirrorERC721" : "MirrorERC1155", function).EncodeCall(arguments));

    private async Task<UInt256> HeldAsync(Address collection, UInt256 id) =>
        (await _rig.L1ViewAsync(collection, EscapeRig.Function("MirrorERC1155", "balanceOf"), _user.Address, id)).Get<UInt256>(0);

    private Task<string> RunAsync(string command, params string[] arguments) =>
        AskAsync(command, [.. arguments, "--key", Path.Combine(_folder, "key"), "--password", Path.Combine(_folder, "password")]);

    private async Task<string> AskAsync(string command, params string[] arguments)
    {
        _sidechain ??= await ServedSidechain.StartAsync(_rig.Sidechain, EscapeRig.Signer);
        string[] line = [command, .. arguments, "--l1", _rig.L1.Address.ToString(), "--sidechain", _sidechain.Address.ToString()];
        await using var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        await _rig.L1.AskAsync("evm_setAutomine", true);
        try
        {
            Assert.Equal(0, await BridgeCommands.Create().Parse(line).InvokeAsync(configuration, TestContext.Current.CancellationToken));
        }
        finally
        {
            await _rig.L1.AskAsync("evm_setAutomine", false);
        }

        return output.ToString();
    }

    private async Task RefusedAsync(string reason, string command, params string[] arguments)
    {
        var refusal = await Assert.ThrowsAsync<BridgeException>(() => RunAsync(command, arguments));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
