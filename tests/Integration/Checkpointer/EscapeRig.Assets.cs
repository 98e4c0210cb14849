using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <content>What is brought to the sidechain.</content>
internal sealed partial class EscapeRig
{
    public static UInt256 Ether(ulong milli) => (UInt256)milli * 1_000_000_000_000_000UL;

    public Task DepositEthAsync(Address to, UInt256 amount) =>
        L1.SendAsync(Bank, Identity.Vault, Function("Vault", "depositETH").EncodeCall(to, 50_000UL, Array.Empty<byte>()), amount);

    /// <summary>A new token on L1; all of it is deposited for one account.</summary>
    public async Task<Address> DepositNewTokenAsync(Address to, UInt256 amount)
    {
        var artifact = Artifacts.Load("TestToken");
        var token = Address.Parse((await L1.SendAsync(Bank, null, artifact.EncodeDeployment("Token", "TOK"))).GetProperty("contractAddress").GetString()!);
        await L1.SendAsync(Bank, token, artifact.Abi.Function("mint").EncodeCall(Bank, amount));
        await L1.SendAsync(Bank, token, artifact.Abi.Function("approve").EncodeCall(Identity.Vault, amount));
        await L1.SendAsync(Bank, Identity.Vault, Function("Vault", "deposit20").EncodeCall(token, amount, to, 50_000UL, Array.Empty<byte>()));
        return token;
    }

    /// <summary>A new collection on L1, and the vault that takes its tokens. The bridge's own mirror serves: anvil lends its minter a voice.</summary>
    public async Task<(Address Collection, Address NftVault)> NewCollectionAsync(AssetKind kind, ulong amount, params UInt256[] ids)
    {
        var factory = Artifacts.Predeploys().Single(p => p.GetProperty("name").GetString() == "NftMirrorFactory");
        await L1.AskAsync("anvil_setCode", Predeploys.NftMirrorFactory.ToString(), factory.GetProperty("code").GetString());
        await L1.AskAsync("anvil_impersonateAccount", Predeploys.NftBridge.ToString());
        await L1.FundAsync(Predeploys.NftBridge, 10);
        var create = Function("NftMirrorFactory", "create").EncodeCall((byte)kind, (UInt256)L1ChainId, Bank, "Birds", "BIRD");
        var receipt = await L1.SendAsync(Predeploys.NftBridge, Predeploys.NftMirrorFactory, create);
        var created = Artifacts.Load("NftMirrorFactory").Abi.Event("NftMirrorCreated");
        var collection = created.Decode(ChainLog.Read(receipt.GetProperty("logs").EnumerateArray().Last()).ToLog()).Get<Address>("mirror");
        object[] list = [.. ids];
        await L1.SendAsync(
            Predeploys.NftBridge,
            collection,
            Function("MirrorERC721", "mint").EncodeCall(Bank, list, ids.Select(_ => (object)(UInt256)amount).ToArray(), ids.Select(id => (object)$"bird {id}").ToArray()));
        var nftVault = (await L1ViewAsync(Identity.Vault, Function("Vault", "NFT_VAULT"))).Get<Address>(0);
        await L1.SendAsync(Bank, collection, Function("MirrorERC721", "setApprovalForAll").EncodeCall(nftVault, true));
        return (collection, nftVault);
    }

    public Task DepositNftsAsync(Address nftVault, Address collection, Address to, params UInt256[] ids) =>
        L1.SendAsync(Bank, nftVault, Function("NftVault", "deposit721").EncodeCall(collection, ids.Cast<object>().ToArray(), to));

    public async Task<Address> OwnerAsync(Address collection, UInt256 id) => (await L1ViewAsync(collection, Function("MirrorERC721", "ownerOf"), id)).Get<Address>(0);

    public async Task<UInt256> TokensAsync(Address token, Address account) => (await L1ViewAsync(token, Function("TestToken", "balanceOf"), account)).Get<UInt256>(0);
}
