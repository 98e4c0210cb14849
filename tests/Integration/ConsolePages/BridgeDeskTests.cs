extern alias console;
using console::PoaSidechain.Console.Bridge;
using console::PoaSidechain.Console.Options;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.Integration.Checkpointer;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.ConsolePages;

/// <summary>What stands behind the console's bridge page, over an anvil and our own node's JSON-RPC: transfers of every kind, and their claims.</summary>
public sealed class BridgeDeskTests : IAsyncLifetime
{
    private static readonly UInt256 Huge = UInt256.Parse("115792089237316195423570985008687907853269984665640564039457584007913129639935");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly PrivateKey _user = TestKeys.Named("a user of the page");
    private readonly Address _receiver = Address.FromNumber(0xcafe);
    private EscapeRig _rig = null!;
    private ServedSidechain _sidechain = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await EscapeRig.StartAsync();
        await _rig.L1.FundAsync(_user.Address, 100);
        await _rig.L1.AskAsync("anvil_impersonateAccount", _user.Address.ToString());
        await _rig.DepositEthAsync(_user.Address, EscapeRig.Ether(10_000));
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
    }

    [Fact]
    public async Task Every_kind_is_shown_exactly_and_claimed_released_and_delivered()
    {
        var birds = await DepositNftsAsync(AssetKind.Erc721, 1, 8, Huge);
        var coins = await DepositNftsAsync(AssetKind.Erc1155, 1_000, 3);
        await _rig.CreditAsync();
        var home = await HomeTokenAsync();
        await WithdrawNftsAsync(AssetKind.Erc721, birds, [8, Huge], [1, 1]);
        await WithdrawNftsAsync(AssetKind.Erc1155, coins, [3], [999]);
        await _rig.SendAsync(
            _user, Predeploys.Messenger, EscapeRig.Function("SideMessenger", "sendMessage").EncodeCall(_receiver, 50_000UL, UInt256.Zero, Array.Empty<byte>()), EscapeRig.Ether(500));
        await _rig.SendAsync(
            _user, Predeploys.TokenVault, EscapeRig.Function("TokenVault", "withdraw").EncodeCall(home, (UInt256)1_234_567UL, _receiver, UInt256.Zero));

        var desk = await OpenAsync();
        Assert.All(desk.Transfers.Where(t => !t.IsDeposit), t => Assert.Equal(TransferState.OnSidechain, t.State));
        await _rig.CheckpointAsync();
        await desk.RefreshAsync(TestContext.Current.CancellationToken);
        string[] shown = [.. desk.Transfers.Select(t => $"{(t.IsDeposit ? "deposit" : "withdrawal")} {t.Number}: {t.What}, {t.State}")];
        Assert.Equal(
            [
                $"deposit 2: NFT 1000 x #3 of {coins.ToChecksumString()}, Credited",
                $"deposit 1: NFT #8, #{Huge} of {birds.ToChecksumString()}, Credited",
                "withdrawal 3: 0.000000000001234567 HOME of the sidechain, Claimable",
                "withdrawal 2: Message with 0.5 ETH, Claimable",
                $"withdrawal 1: NFT 999 x #3 of {coins.ToChecksumString()}, Claimable",
                $"withdrawal 0: NFT #8, #{Huge} of {birds.ToChecksumString()}, Claimable",
            ],
            shown);

        await StepAsync(desk, TransferState.Claimable, "always wait");
        Assert.All(desk.Transfers.Where(t => !t.IsDeposit), t => Assert.Equal(TransferState.Queued, t.State));
        await _rig.L1.AskAsync("evm_increaseTime", 24 * 3600);
        await _rig.L1.MineAsync();
        await StepAsync(desk, TransferState.Queued, null);
        Assert.Equal(TransferState.Arrived, Withdrawal(desk, 2).State);
        await StepAsync(desk, TransferState.Arrived, "Done.");
        Assert.All(desk.Transfers.Where(t => !t.IsDeposit), t => Assert.Equal((TransferState.Claimed, null), (t.State, t.NextStep)));

        Assert.Equal(_receiver, await _rig.OwnerAsync(birds, 8));
        Assert.Equal(_receiver, await _rig.OwnerAsync(birds, Huge));
        Assert.Equal(EscapeRig.Ether(500), await _rig.L1BalanceAsync(_receiver));
        Assert.Equal((UInt256)999UL, (await _rig.L1ViewAsync(coins, EscapeRig.Function("MirrorERC1155", "balanceOf"), _receiver, (UInt256)3UL)).Get<UInt256>(0));
        var mirrors = (await _rig.L1ViewAsync(_rig.Identity.Vault, EscapeRig.Function("Vault", "MIRROR_BRIDGE"))).Get<Address>(0);
        var mirror = (await _rig.L1ViewAsync(mirrors, EscapeRig.Function("MirrorBridge", "mirrorOf"), home)).Get<Address>(0);
        Assert.Equal((UInt256)1_234_567UL, await _rig.TokensAsync(mirror, _receiver));
    }

    [Fact]
    public async Task Nfts_that_were_refused_are_shown_as_kept()
    {
        var coins = await DepositNftsAsync(AssetKind.Erc1155, 10, 3);
        await _rig.CreditAsync();
        await WithdrawNftsAsync(AssetKind.Erc1155, coins, [3], [4], _rig.Identity.Anchor);
        var desk = await OpenAsync();
        await _rig.CheckpointAsync();
        await desk.RefreshAsync(TestContext.Current.CancellationToken);
        await StepAsync(desk, TransferState.Claimable, "NFTs always wait on L1");
        await _rig.L1.AskAsync("evm_increaseTime", 24 * 3600);
        await _rig.L1.MineAsync();
        await StepAsync(desk, TransferState.Queued, "NftVault.collectOwed");
        Assert.Equal(TransferState.Owed, Withdrawal(desk, 0).State);
    }

    private static Transfer Withdrawal(BridgeDesk desk, ulong index) => desk.Transfers.Single(t => !t.IsDeposit && t.Number == index);

    /// <summary>Takes all withdrawals of one state a step on.</summary>
    private static async Task StepAsync(BridgeDesk desk, TransferState state, string? told)
    {
        foreach (var transfer in desk.Transfers.Where(t => !t.IsDeposit && t.State == state).ToArray())
        {
            var message = await desk.ClaimAsync(transfer, TestContext.Current.CancellationToken);
            Assert.Contains(transfer.What, message, StringComparison.Ordinal);
            Assert.Contains(told ?? "", message, StringComparison.Ordinal);
        }
    }

    private async Task<BridgeDesk> OpenAsync()
    {
        _sidechain = await ServedSidechain.StartAsync(_rig.Sidechain, EscapeRig.Signer);
        var chains = new BridgeChains(
            RpcClient.Create(_sidechain.Address.ToString(), Timeout), RpcClient.Create(_rig.L1.Address.ToString(), Timeout), _rig.Deployment);
        var options = new ConsoleOptions { Node = _sidechain.Address, L1 = _rig.L1.Address, Listen = _sidechain.Address };
        var wallet = new Wallet(new TestBrowser(_rig.L1, (ulong)_rig.Identity.L1ChainId.Low64, _user.Address), chains, options);
        var (assets, settlements, contents) = (new Assets(chains), new Settlements(chains), new Contents(chains));
        var desk = new BridgeDesk(wallet, chains, assets, new History(chains, assets, settlements, contents), new ClaimDesk(chains, settlements, contents));
        await desk.ConnectAsync(TestContext.Current.CancellationToken);
        return desk;
    }

    /// <summary>A new collection on L1, all of it deposited by the user.</summary>
    private async Task<Address> DepositNftsAsync(AssetKind kind, ulong amount, params UInt256[] ids)
    {
        var (collection, vault) = await _rig.NewCollectionAsync(kind, amount, ids);
        var (standard, deposit) = kind == AssetKind.Erc721 ? ("MirrorERC721", "deposit721") : ("MirrorERC1155", "deposit1155");
        foreach (var id in ids)
        {
            var give = kind == AssetKind.Erc721
                ? EscapeRig.Function(standard, "transferFrom").EncodeCall(_rig.Bank, _user.Address, id)
                : EscapeRig.Function(standard, "safeTransferFrom").EncodeCall(_rig.Bank, _user.Address, id, (UInt256)amount, Array.Empty<byte>());
            await _rig.L1.SendAsync(_rig.Bank, collection, give);
        }

        await _rig.L1.SendAsync(_user.Address, collection, EscapeRig.Function(standard, "setApprovalForAll").EncodeCall(vault, true));
        object[] list = [.. ids];
        object[] amounts = [.. ids.Select(_ => (UInt256)amount)];
        await _rig.L1.SendAsync(_user.Address, vault, kind == AssetKind.Erc721
            ? EscapeRig.Function("NftVault", deposit).EncodeCall(collection, list, _user.Address)
            : EscapeRig.Function("NftVault", deposit).EncodeCall(collection, list, amounts, _user.Address));
        return collection;
    }

    private Task WithdrawNftsAsync(AssetKind kind, Address collection, object[] ids, object[] amounts, Address? to = null) => _rig.SendAsync(
        _user,
        Predeploys.NftBridge,
        EscapeRig.Function("NftBridge", "withdraw").EncodeCall(
            (byte)kind, collection, ids.Select(ToNumber).ToArray(), amounts.Select(ToNumber).ToArray(), to ?? _receiver));

    private static object ToNumber(object value) => value is int number ? (UInt256)(ulong)number : value;

    /// <summary>A token of the sidechain that the user may withdraw.</summary>
    private async Task<Address> HomeTokenAsync()
    {
        var token = await _rig.SendAsync(_user, null, Artifacts.Load("TestToken").EncodeDeployment("Home Token", "HOME"));
        await _rig.SendAsync(_user, token, EscapeRig.Function("TestToken", "mint").EncodeCall(_user.Address, (UInt256)2_000_000UL));
        await _rig.SendAsync(_user, token, EscapeRig.Function("TestToken", "approve").EncodeCall(Predeploys.TokenVault, (UInt256)2_000_000UL));
        return token;
    }
}
