using System.Text.RegularExpressions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>Accounts that are neither plain nor known, and ways out that take more than one step.</summary>
public sealed partial class EscapeCommandTests
{
    private static readonly PrivateKey Erin = TestKeys.Named("erin, who refuses at first");

    [Fact]
    public async Task Delegated_accounts_are_persons_and_a_contract_on_L1_can_send_the_call_that_is_shown()
    {
        await using var rig = await EscapeRig.StartAsync();
        var sink = await rig.SendAsync(EscapeRig.Signer, null, Hex.Decode("0x60016000f3"));
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(5_000));
        var token = await rig.DepositNewTokenAsync(Alice.Address, 1_000);
        await rig.CreditAsync();
        var mirror = await MirrorAsync(rig, token);
        await rig.SendAsync(Alice, mirror, EscapeRig.Function("MirrorERC20", "transfer").EncodeCall(sink, (UInt256)400UL));
        await rig.SendAsync(Alice, sink, default, EscapeRig.Ether(2_000), @delegate: sink);
        await rig.CheckpointAsync();
        string[] source = ["--archive", await rig.ExportAsync("chain.rlp")];
        await rig.SleepAsync();
        await rig.L1.FundAsync(Alice.Address, 1);
        Assert.Contains("2 taken.", await rig.EscapeAsync(Alice, [.. source, "--declare-dead"]), StringComparison.Ordinal);

        // A wallet that is a contract, at the same address on L1 (made there by anvil), sends what --calls shows.
        await rig.L1.AskAsync("anvil_setCode", sink.ToString(), "0x00");
        await rig.L1.AskAsync("anvil_impersonateAccount", sink.ToString());
        await rig.L1.FundAsync(sink, 1);
        var shown = await rig.EscapeAsync(null, [.. source, "--account", sink.ToString(), "--calls"]);
        var calls = CallLine().Matches(shown);
        Assert.Equal(2, calls.Count);
        foreach (var call in calls.Cast<Match>())
        {
            await rig.L1.SendAsync(sink, Address.Parse(call.Groups["to"].Value), Hex.Decode(call.Groups["data"].Value));
        }

        Assert.Equal((UInt256)400UL, await rig.TokensAsync(token, sink));
        Assert.Equal(UInt256.Zero, await rig.LockedAsync(token));
        Assert.Contains("2 ETH: done (paid)", await rig.EscapeAsync(null, [.. source, "--account", sink.ToString()]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawn_nfts_are_claimed_then_released_and_what_was_refused_is_collected()
    {
        await using var rig = await EscapeRig.StartAsync();
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(5_000));
        var (birds, nftVault) = await rig.NewCollectionAsync(AssetKind.Erc721, 1, 7);
        await rig.DepositNftsAsync(nftVault, birds, Alice.Address, 7);
        var (coins, _) = await rig.NewCollectionAsync(AssetKind.Erc1155, 10, 1);
        await rig.L1.SendAsync(
            rig.Bank, nftVault, EscapeRig.Function("NftVault", "deposit1155").EncodeCall(coins, new object[] { UInt256.One }, new object[] { (UInt256)10UL }, Alice.Address));
        await rig.CreditAsync();
        var withdraw = EscapeRig.Function("NftBridge", "withdraw");
        await rig.SendAsync(Alice, Predeploys.NftBridge, withdraw.EncodeCall((byte)AssetKind.Erc721, birds, new object[] { (UInt256)7UL }, new object[] { UInt256.One }, Erin.Address));
        await rig.SendAsync(Alice, Predeploys.NftBridge, withdraw.EncodeCall((byte)AssetKind.Erc1155, coins, new object[] { UInt256.One }, new object[] { (UInt256)4UL }, Erin.Address));
        await rig.SendAsync(Alice, Predeploys.NativeVault, EscapeRig.Function("NativeVault", "withdraw").EncodeCall(Erin.Address, UInt256.Zero), EscapeRig.Ether(1_000));
        await rig.CheckpointAsync();
        string[] source = ["--archive", await rig.ExportAsync("chain.rlp")];
        await rig.L1.FundAsync(Alice.Address, 1);
        await rig.L1.FundAsync(Erin.Address, 1);
        await rig.L1.AskAsync("anvil_setCode", Erin.Address.ToString(), "0xfe");

        string[] forErin = [.. source, "--account", Erin.Address.ToString()];
        var claimed = await rig.EscapeAsync(Alice, forErin);
        Assert.Contains($"Withdrawal 0: NFT #7 of {birds.ToChecksumString()} is queued until", claimed, StringComparison.Ordinal);
        Assert.Contains("refused; the amount is kept for it", claimed, StringComparison.Ordinal);
        await rig.L1.AskAsync("anvil_setCode", Erin.Address.ToString(), "0x");
        Assert.Contains("claimed, and queued until", await rig.EscapeAsync(Alice, forErin), StringComparison.Ordinal);
        await rig.SleepAsync();
        Assert.Contains($"4 x #1 of {coins.ToChecksumString()} handed over to {Erin.Address.ToChecksumString()}", await rig.EscapeAsync(Alice, forErin), StringComparison.Ordinal);
        Assert.Equal(Erin.Address, await rig.OwnerAsync(birds, 7));
        var before = await rig.L1BalanceAsync(Erin.Address);
        Assert.Contains("1 taken.", await rig.EscapeAsync(Erin, source), StringComparison.Ordinal);
        Assert.True(await rig.L1BalanceAsync(Erin.Address) > before + EscapeRig.Ether(990));

        Assert.Contains($"6 x #1 of {coins.ToChecksumString()} handed over", await rig.EscapeAsync(Alice, [.. source, "--declare-dead", "--to", Carol.ToString()]), StringComparison.Ordinal);
        var held = await rig.L1ViewAsync(nftVault, EscapeRig.Function("NftVault", "held"), (byte)AssetKind.Erc1155, coins, UInt256.One);
        Assert.Equal(UInt256.Zero, held.Get<UInt256>(0));
    }

    [Fact]
    public async Task Coin_of_messages_on_their_way_is_delivered_or_refunded()
    {
        await using var rig = await EscapeRig.StartAsync();
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(5_000));
        await rig.CreditAsync();
        var send = EscapeRig.Function("SideMessenger", "sendMessage").EncodeCall(Carol, 50_000UL, UInt256.Zero, Array.Empty<byte>());
        await rig.SendAsync(Alice, Predeploys.Messenger, send, EscapeRig.Ether(1_000));
        await rig.CheckpointAsync();
        string[] source = ["--archive", await rig.ExportAsync("chain.rlp")];
        var messenger = (await rig.L1ViewAsync(rig.Identity.Vault, EscapeRig.Function("Vault", "MESSENGER"))).Get<Address>(0);
        await rig.L1.SendAsync(rig.Bank, messenger, EscapeRig.Function("Messenger", "sendMessage").EncodeCall(Dave, 50_000UL, Array.Empty<byte>()), EscapeRig.Ether(2_000));
        await rig.L1.SendAsync(rig.Bank, messenger, EscapeRig.Function("Messenger", "sendMessage").EncodeCall(Dave, 50_000UL, Array.Empty<byte>()));
        await rig.L1.FundAsync(Alice.Address, 1);
        Assert.Contains("is a message, which always waits", await rig.EscapeAsync(Alice, source), StringComparison.Ordinal);
        await rig.SleepAsync();
        Assert.Contains("waits to be delivered", await rig.EscapeAsync(Alice, [.. source, "--declare-dead"]), StringComparison.Ordinal);
        var before = await rig.L1BalanceAsync(rig.Bank);
        var said = await rig.EscapeAsync(Alice, [.. source, "--all-native"]);
        Assert.Contains($"Message 0 is delivered to {Carol.ToChecksumString()}", said, StringComparison.Ordinal);
        Assert.Contains("Deposit 1 is refunded: 2 ETH", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Deposit 2", said, StringComparison.Ordinal);
        Assert.Equal(EscapeRig.Ether(1_000), await rig.L1BalanceAsync(Carol));
        Assert.Equal(before + EscapeRig.Ether(2_000), await rig.L1BalanceAsync(rig.Bank));
        Assert.Contains("done (delivered or sent back)", await rig.EscapeAsync(null, [.. source, "--account", Carol.ToString()]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_nothing_in_the_chain_names_is_counted_and_found_when_it_is_named()
    {
        await using var rig = await EscapeRig.StartAsync();
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(5_000));
        await rig.CreditAsync();
        // Code that pays whoever stands in its middle, and leaves no contract.
        await rig.SendAsync(Alice, null, Hex.Decode($"0x600060006000600034 73{Dave.ToString()[2..]} 5af100".Replace(" ", "", StringComparison.Ordinal)), EscapeRig.Ether(300));
        await rig.CheckpointAsync();
        string[] source = ["--archive", await rig.ExportAsync("chain.rlp")];
        Assert.Contains("1 accounts with 0.3 ETH have addresses that nothing in the chain shows", await rig.EscapeAsync(null, source), StringComparison.Ordinal);
        await rig.SleepAsync();
        await rig.L1.FundAsync(Alice.Address, 1);
        var said = await rig.EscapeAsync(Alice, [.. source, "--declare-dead", "--account", Dave.ToString()]);
        Assert.Contains($"0.3 ETH paid to {Dave.ToChecksumString()}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("have addresses that nothing", await rig.EscapeAsync(null, [.. source, "--account", Dave.ToString()]), StringComparison.Ordinal);
    }

    [GeneratedRegex("^    call (?<to>0x[0-9a-fA-F]{40}) with (?<data>0x[0-9a-f]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CallLine();
}
