using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Devnet.Scenario;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Drill;

/// <summary>The people of the escape drill and what they bring to the sidechain: coin, tokens, NFTs; some of it in a contract, some on its way in or out.</summary>
internal sealed class EscapeWorld(Network network, Bridge bridge, KeyBox keys)
{
    // Two smallest contracts: one takes coin (STOP), one refuses it (INVALID).
    private const string TakesCoin = "0x60016000f3";
    private const string RefusesCoin = "0x60fe60005360016000f3";

    private static readonly UInt256[] Birds = [7, 8, 9];

    /// <summary>Coin of a contract; more than the genesis made for fees, which no deposit backs.</summary>
    public static UInt256 ContractCoin { get; } = Network.Ether(8);

    /// <summary>Tokens of a contract.</summary>
    public static UInt256 ContractTokens { get; } = Network.Ether(50);

    public PrivateKey Alice { get; } = keys.Get("alice");

    public PrivateKey Bob { get; } = keys.Get("bob");

    public PrivateKey Carol { get; } = keys.Get("carol");

    /// <summary>Has coin, and does nothing when the bridge dies.</summary>
    public Address Dave { get; } = keys.Get("dave").Address;

    /// <summary>The contract that holds something of everything.</summary>
    public Address Contract { get; private set; }

    public Address Collection { get; private set; }

    public Address NftVault { get; private set; }

    private Contracts Contracts => network.Contracts;

    private Chain L1 => network.L1.Chain;

    private Chain Sidechain => network.Sidechain;

    /// <summary>Deposits of coin, tokens and NFTs, all of which are credited.</summary>
    public async Task DepositAsync(CancellationToken cancellationToken)
    {
        foreach (var (who, coin, tokens) in new[] { (Alice, 30UL, 1000UL), (Bob, 10UL, 200UL), (Carol, 5UL, 30UL) })
        {
            await bridge.DepositEthAsync(who, Network.Ether(coin), cancellationToken);
            await MintAsync(who, tokens, cancellationToken);
            await bridge.DepositTokenAsync(who, Network.Ether(tokens), cancellationToken);
        }

        NftVault = (await L1.ViewAsync(Contracts.Function("Vault", "NFT_VAULT"), bridge.Identity.Vault, cancellationToken)).Get<Address>(0);
        Collection = await CollectionAsync(cancellationToken);
        await L1.SendAsync(Alice, Collection, Contracts.Function("MirrorERC721", "setApprovalForAll").EncodeCall(NftVault, true), cancellationToken);
        var deposit = Contracts.Function("NftVault", "deposit721").EncodeCall(Collection, Birds.Cast<object>().ToArray(), Alice.Address);
        await L1.SendAsync(Alice, NftVault, deposit, cancellationToken);
    }

    /// <summary>Everything changes hands; one deposit fails, and two withdrawals are written.</summary>
    public async Task UseAsync(CancellationToken cancellationToken)
    {
        Contract = (await Sidechain.SendAsync(Alice, null, Hex.Decode(TakesCoin), cancellationToken)).Contract!.Value;
        var refusing = (await Sidechain.SendAsync(Alice, null, Hex.Decode(RefusesCoin), cancellationToken)).Contract!.Value;
        await bridge.DepositEthAsync(Bob, Network.Ether(2), cancellationToken, refusing);
        await Sidechain.SendAsync(Alice, Dave, default, cancellationToken, Network.Ether(2));
        await Sidechain.SendAsync(Alice, Contract, default, cancellationToken, ContractCoin);
        var mirror = await bridge.MirrorAsync(cancellationToken);
        await Sidechain.SendAsync(Alice, mirror, Contracts.Function("MirrorERC20", "transfer").EncodeCall(Contract, ContractTokens), cancellationToken);
        var birds = (await Sidechain.ViewAsync(Contracts.Function("NftBridge", "mirrorOf"), Predeploys.NftBridge, cancellationToken, (byte)AssetKind.Erc721, Collection)).Get<Address>(0);
        foreach (var (id, to) in new[] { (Birds[1], Bob.Address), (Birds[2], Contract) })
        {
            await Sidechain.SendAsync(Alice, birds, Contracts.Function("MirrorERC721", "transferFrom").EncodeCall(Alice.Address, to, id), cancellationToken);
        }

        await bridge.WithdrawTokenAsync(Alice, Network.Ether(100), cancellationToken);
        await bridge.WithdrawEthAsync(Carol, Network.Ether(1), cancellationToken);
    }

    /// <summary>Deposits that nobody is left to credit.</summary>
    public async Task DepositInVainAsync(CancellationToken cancellationToken)
    {
        await bridge.DepositEthAsync(Bob, Network.Ether(4), cancellationToken);
        await MintAsync(Carol, 20, cancellationToken);
        await bridge.DepositTokenAsync(Carol, Network.Ether(20), cancellationToken);
    }

    public async Task<Address> OwnerAsync(UInt256 bird, CancellationToken cancellationToken) =>
        (await L1.ViewAsync(Contracts.Function("MirrorERC721", "ownerOf"), Collection, cancellationToken, bird)).Get<Address>(0);

    private Task<Mined> MintAsync(PrivateKey who, ulong tokens, CancellationToken cancellationToken) =>
        L1.SendAsync(keys.Get("deployer"), network.Token, Contracts.Function("TestToken", "mint").EncodeCall(who.Address, Network.Ether(tokens)), cancellationToken);

    /// <summary>A collection on L1: the bridge's own mirror serves for one, made and minted by accounts that anvil lends a voice.</summary>
    private async Task<Address> CollectionAsync(CancellationToken cancellationToken)
    {
        var (factory, minter) = (Predeploys.NftMirrorFactory, Predeploys.NftBridge);
        await L1.AskAsync("anvil_setCode", cancellationToken, factory.ToString(), Hex.Encode(Contracts["NftMirrorFactory"].DeployedBytecode.Span));
        await L1.AskAsync("anvil_impersonateAccount", cancellationToken, minter.ToString());
        await network.L1.FundAsync([minter], Network.Ether(1), cancellationToken);
        var create = Contracts.Function("NftMirrorFactory", "create").EncodeCall((byte)AssetKind.Erc721, bridge.Identity.L1ChainId, Alice.Address, "Birds", "BIRD");
        var mined = await L1.SendAsAsync(minter, factory, create, cancellationToken);
        var created = Contracts["NftMirrorFactory"].Abi.Event("NftMirrorCreated");
        var filter = new LogFilter(factory, mined.Block, mined.Block, created.Topic);
        var log = (await L1.AskAsync("eth_getLogs", cancellationToken, filter.ToJson())).EnumerateArray().Single();
        var collection = created.Decode(ChainLog.Read(log).ToLog()).Get<Address>("mirror");
        object[] ids = [.. Birds];
        object[] amounts = [.. Birds.Select(_ => UInt256.One)];
        object[] uris = [.. Birds.Select(id => $"bird {id}")];
        await L1.SendAsAsync(minter, collection, Contracts.Function("MirrorERC721", "mint").EncodeCall(Alice.Address, ids, amounts, uris), cancellationToken);
        return collection;
    }
}
