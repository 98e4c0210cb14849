using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary><c>poa bridge escape</c> (spec/bridge.md 4.9): the signers are gone, there are L1 and a file of blocks.</summary>
public sealed partial class EscapeCommandTests
{
    private static readonly PrivateKey Alice = TestKeys.Named("alice of the dead bridge");
    private static readonly PrivateKey Bob = TestKeys.Named("bob of the dead bridge");
    private static readonly Address Carol = Address.FromNumber(0xca401);
    private static readonly Address Dave = TestKeys.Named("dave, who sleeps").Address;

    [Fact]
    public async Task E5_everybody_leaves_and_the_ledgers_end_at_the_remainder()
    {
        await using var rig = await EscapeRig.StartAsync();
        var sink = await rig.SendAsync(EscapeRig.Signer, null, Hex.Decode("0x60016000f3"));        // takes coin: STOP
        var refusing = await rig.SendAsync(EscapeRig.Signer, null, Hex.Decode("0x60fe60005360016000f3")); // refuses it: INVALID
        await rig.DepositEthAsync(Alice.Address, EscapeRig.Ether(10_000));
        var token = await rig.DepositNewTokenAsync(Alice.Address, 1_000);
        var (collection, nftVault) = await rig.NewCollectionAsync(AssetKind.Erc721, 1, 7, 8, 9);
        await rig.DepositNftsAsync(nftVault, collection, Alice.Address, 7, 8);
        await rig.DepositEthAsync(refusing, EscapeRig.Ether(2_000));
        await rig.CreditAsync();

        var mirror = await MirrorAsync(rig, token);
        var nftMirror = await MirrorAsync(rig, collection);
        await rig.SendAsync(Alice, Bob.Address, default, EscapeRig.Ether(3_000));
        await rig.SendAsync(Alice, Dave, default, EscapeRig.Ether(250));
        await rig.SendAsync(Alice, sink, default, EscapeRig.Ether(1_500));
        await rig.SendAsync(Alice, mirror, EscapeRig.Function("MirrorERC20", "transfer").EncodeCall(Bob.Address, (UInt256)300UL));
        await rig.SendAsync(Alice, mirror, EscapeRig.Function("MirrorERC20", "transfer").EncodeCall(sink, (UInt256)50UL));
        await rig.SendAsync(Alice, nftMirror, EscapeRig.Function("MirrorERC721", "transferFrom").EncodeCall(Alice.Address, Bob.Address, (UInt256)8UL));
        await rig.SendAsync(Alice, Predeploys.NativeVault, EscapeRig.Function("NativeVault", "withdraw").EncodeCall(Carol, UInt256.Zero), EscapeRig.Ether(1_000));
        await rig.CheckpointAsync();
        var last = rig.Sidechain.Tree.Head.Number;
        UInt256[] coin = [rig.Balance(Alice.Address), rig.Balance(Bob.Address)];
        await rig.DepositEthAsync(Bob.Address, EscapeRig.Ether(4_000));
        await rig.DepositNftsAsync(nftVault, collection, Bob.Address, 9);
        await rig.Sidechain.SealAsync(EscapeRig.Signer);
        var archive = await rig.ExportAsync("chain.rlp");
        await rig.L1.FundAsync(Alice.Address, 1);
        await rig.L1.FundAsync(Bob.Address, 1);

        // Alive: a plan, no key needed; nothing but withdrawals leaves.
        string[] source = ["--archive", archive];
        var plan = await rig.EscapeAsync(null, [.. source, "--account", Alice.Address.ToString(), "--account", Carol.ToString()]);
        Assert.Contains("is not dead", plan, StringComparison.Ordinal);
        Assert.Contains($"rebuilt up to block {last}", plan, StringComparison.Ordinal);
        Assert.Contains("0.00000000000000065 of", plan, StringComparison.Ordinal);
        Assert.Contains($"NFT #7 of {collection.ToChecksumString()}: can be taken once the bridge is dead by its holder's own transaction", plan, StringComparison.Ordinal);
        Assert.Contains("withdrawal 0: 1 ETH: can be taken (claim", plan, StringComparison.Ordinal);
        var tooEarly = await Assert.ThrowsAsync<BridgeException>(() => rig.EscapeAsync(Alice, [.. source, "--declare-dead"]));
        Assert.Contains("cannot be declared dead before", tooEarly.Message, StringComparison.Ordinal);
        Assert.Contains("Left: NFT #7", await rig.EscapeAsync(Alice, source), StringComparison.Ordinal);

        await rig.SleepAsync();
        Assert.Contains("anyone may (--declare-dead)", await rig.EscapeAsync(Alice, source), StringComparison.Ordinal);
        var before = await rig.L1BalanceAsync(Alice.Address);
        var taken = await rig.EscapeAsync(Alice, [.. source, "--declare-dead", "--work", rig.PathOf("work")]);
        Assert.Contains("declared dead, for ever", taken, StringComparison.Ordinal);
        Assert.Contains("Native coin may leave", taken, StringComparison.Ordinal);
        Assert.Contains("3 taken.", taken, StringComparison.Ordinal);
        var gained = await rig.L1BalanceAsync(Alice.Address) - before;
        Assert.True(gained <= coin[0] && gained >= coin[0] - EscapeRig.Ether(50), $"all but L1's fees, not {gained}");
        Assert.Equal((UInt256)650UL, await rig.TokensAsync(token, Alice.Address));
        Assert.Equal(Alice.Address, await rig.OwnerAsync(collection, 7));
        Assert.Contains("There was nothing to take.", await rig.EscapeAsync(Alice, [.. source, "--work", rig.PathOf("work")]), StringComparison.Ordinal);

        // Bob's own, and by him what belongs to others; dave never acts, the deposits were the bank's.
        Assert.Contains("3 taken.", await rig.EscapeAsync(Bob, source), StringComparison.Ordinal);
        Assert.Equal((UInt256)300UL, await rig.TokensAsync(token, Bob.Address));
        Assert.Equal(Bob.Address, await rig.OwnerAsync(collection, 8));
        await rig.EscapeAsync(Bob, [.. source, "--account", Carol.ToString()]);
        Assert.Equal(EscapeRig.Ether(1_000), await rig.L1BalanceAsync(Carol));
        var bank = await rig.L1BalanceAsync(rig.Bank);
        var all = await rig.EscapeAsync(Bob, [.. source, "--all-native"]);
        Assert.Contains("Deposit 3 is refunded: 2 ETH", all, StringComparison.Ordinal);
        Assert.Contains("Deposit 4 is refunded: 4 ETH", all, StringComparison.Ordinal);
        Assert.Contains("Deposit 5 is refunded: NFT #9", all, StringComparison.Ordinal);
        Assert.Contains($"Left: 1.5 ETH of {sink.ToChecksumString()}: the account is a contract", all, StringComparison.Ordinal);
        Assert.Equal(bank + EscapeRig.Ether(6_000), await rig.L1BalanceAsync(rig.Bank));
        Assert.Equal(rig.Bank, await rig.OwnerAsync(collection, 9));
        Assert.Equal(EscapeRig.Ether(250), await rig.L1BalanceAsync(Dave));
        Assert.Equal(rig.Balance(EscapeRig.Signer.Address), await rig.L1BalanceAsync(EscapeRig.Signer.Address));

        // What is left: the contract's coin and the fees that were burnt, less the one ETH that only the genesis made.
        Assert.Equal(EscapeRig.Ether(1_500) + Burnt(rig, last) - EscapeRig.Ether(1_000), await rig.LockedAsync(Address.Zero));
        Assert.Equal(await rig.LockedAsync(Address.Zero), await rig.L1BalanceAsync(rig.Identity.Vault));
        Assert.Equal((UInt256)50UL, await rig.LockedAsync(token));
        var left = (await rig.EscapeAsync(null, source)).Split('\n').Single(line => line.StartsWith("ETH", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([left[1], "0", "0", "0", left[1], "1.5"], left[1..]);
    }

    private static UInt256 Burnt(EscapeRig rig, ulong last)
    {
        var burnt = UInt256.Zero;
        for (var number = 1UL; number <= last; number++)
        {
            var header = rig.Sidechain.Tree.FindHeader(number)!;
            burnt += header.BaseFeePerGas!.Value * header.GasUsed;
        }

        return burnt;
    }

    /// <summary>The mirror that the newest block made of a token or collection.</summary>
    private static async Task<Address> MirrorAsync(EscapeRig rig, Address token)
    {
        var isNft = (await rig.DepositsAsync()).First(d => d.Token == token).Kind == AssetKind.Erc721;
        var (factory, created) = isNft
            ? (Predeploys.NftMirrorFactory, Artifacts.Load("NftMirrorFactory").Abi.Event("NftMirrorCreated"))
            : (Predeploys.MirrorFactory, Artifacts.Load("MirrorFactory").Abi.Event("MirrorCreated"));
        var log = rig.Sidechain.Tree.FindReceipts(rig.Sidechain.Tree.Head.Hash)!.SelectMany(r => r.Logs).Single(l => l.Address == factory && created.Matches(l));
        return created.Decode(log).Get<Address>("mirror");
    }
}
