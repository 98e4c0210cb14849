using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Scenario;

/// <summary>The bridge as a user meets it, from public data of both chains alone.</summary>
internal sealed class Bridge(Network network)
{
    /// <summary>Gas that a recipient contract may use when a deposit is credited.</summary>
    private const ulong RecipientGas = 50_000;

    public BridgeIdentity Identity => network.Deployment.Identity;

    private Contracts Contracts => network.Contracts;

    private Chain L1 => network.L1.Chain;

    private Chain Sidechain => network.Sidechain;

    public Task<Mined> DepositEthAsync(PrivateKey from, UInt256 wei, CancellationToken cancellationToken, Address? to = null) => L1.SendAsync(
        from, Identity.Vault, Contracts.Function("Vault", "depositETH").EncodeCall(to ?? from.Address, RecipientGas, Array.Empty<byte>()), cancellationToken, wei);

    /// <summary>Approves exactly the amount and deposits it.</summary>
    public async Task<ulong> DepositTokenAsync(PrivateKey from, UInt256 amount, CancellationToken cancellationToken)
    {
        var approve = Contracts.Function("TestToken", "approve").EncodeCall(Identity.Vault, amount);
        var approved = await L1.SendAsync(from, network.Token, approve, cancellationToken);
        var deposit = Contracts.Function("Vault", "deposit20").EncodeCall(network.Token, amount, from.Address, RecipientGas, Array.Empty<byte>());
        return approved.Gas + (await L1.SendAsync(from, Identity.Vault, deposit, cancellationToken)).Gas;
    }

    public async Task<ulong> DepositedAsync(CancellationToken cancellationToken) =>
        (await L1.ViewAsync(Contracts.Function("Vault", "depositCount"), Identity.Vault, cancellationToken)).Get<UInt256>(0).Low64;

    public async Task<ulong> CreditedAsync(CancellationToken cancellationToken) =>
        (await Sidechain.ViewAsync(Contracts.Function("Inbox", "count"), Predeploys.Inbox, cancellationToken)).Get<ulong>(0);

    public async Task<Address> MirrorAsync(CancellationToken cancellationToken) =>
        (await Sidechain.ViewAsync(Contracts.Function("AssetBridge", "mirrorOf"), Predeploys.AssetBridge, cancellationToken, network.Token)).Get<Address>(0);

    public Task<UInt256> L1TokensAsync(Address account, CancellationToken cancellationToken) => TokensAsync(L1, network.Token, account, cancellationToken);

    public async Task<UInt256> MirroredAsync(Address account, CancellationToken cancellationToken) =>
        await TokensAsync(Sidechain, await MirrorAsync(cancellationToken), account, cancellationToken);

    public Task<Mined> WithdrawTokenAsync(PrivateKey from, UInt256 amount, CancellationToken cancellationToken) => Sidechain.SendAsync(
        from, Predeploys.AssetBridge, Contracts.Function("AssetBridge", "withdraw").EncodeCall(network.Token, amount, from.Address, 0UL), cancellationToken);

    public Task<Mined> WithdrawEthAsync(PrivateKey from, UInt256 wei, CancellationToken cancellationToken) => Sidechain.SendAsync(
        from, Predeploys.NativeVault, Contracts.Function("NativeVault", "withdraw").EncodeCall(from.Address, UInt256.Zero), cancellationToken, wei);

    /// <summary>True once a withdrawal was proven to the Vault.</summary>
    public async Task<bool> IsClaimedAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        (await L1.ViewAsync(Contracts.Function("Vault", "isClaimed"), Identity.Vault, cancellationToken, (UInt256)leaf.Index)).Get<bool>(0);

    /// <summary>All withdrawals ever written on the sidechain, in the order of their indices.</summary>
    public async Task<IReadOnlyList<WithdrawalLeaf>> WithdrawalsAsync(CancellationToken cancellationToken)
    {
        var filter = new LogFilter(Predeploys.Outbox, 0, await Sidechain.HeadAsync(cancellationToken), Withdrawals.Appended.Topic);
        var logs = await Sidechain.AskAsync("eth_getLogs", cancellationToken, filter.ToJson());
        return [.. logs.EnumerateArray().Select(ChainLog.Read).Select(Withdrawals.LeafOf)];
    }

    /// <summary>Index of the newest checkpoint on L1, and how many withdrawals it makes claimable.</summary>
    public async Task<(ulong Index, ulong LastBlock, ulong Withdrawals)> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await L1.ViewAsync(Contracts.Function("Anchor", "head"), Identity.Anchor, cancellationToken);
        var counts = await L1.ViewAsync(Contracts.Function("Anchor", "headCounts"), Identity.Anchor, cancellationToken);
        return (head.Get<ulong>("index"), head.Get<ulong>("lastBlock"), counts.Get<ulong>("withdrawalCount"));
    }

    /// <summary>Number of signatures on the newest checkpoint, and its gas, out of its acceptance on L1.</summary>
    public async Task<(int Signatures, ulong Gas)> LastAcceptanceAsync(CancellationToken cancellationToken)
    {
        var accepted = Contracts["Anchor"].Abi.Event("CheckpointAccepted");
        var filter = new LogFilter(Identity.Anchor, network.Deployment.L1StartBlock, await L1.HeadAsync(cancellationToken), accepted.Topic);
        var last = (await L1.AskAsync("eth_getLogs", cancellationToken, filter.ToJson())).EnumerateArray().Last();
        var bitmap = accepted.Decode(ChainLog.Read(last).ToLog()).Get<UInt256>("signers");
        var receipt = await L1.AskAsync("eth_getTransactionReceipt", cancellationToken, last.GetProperty("transactionHash").GetString());
        return (System.Numerics.BitOperations.PopCount(bitmap.Low64), receipt.Field("gasUsed").ToUInt64());
    }

    /// <summary>Call data that claims a leaf by the path of its index under the newest root L1 knows.</summary>
    public async Task<byte[]> ClaimAsync(WithdrawalLeaf leaf, CancellationToken cancellationToken)
    {
        var (_, _, count) = await HeadAsync(cancellationToken);
        return Withdrawals.Claim(leaf, await WithdrawalsAsync(cancellationToken), count, Identity);
    }

    /// <summary>What both chains hold of every asset of the devnet.</summary>
    public async Task<IReadOnlyList<AssetLedger>> LedgersAsync(CancellationToken cancellationToken)
    {
        var unclaimed = new List<WithdrawalLeaf>();
        foreach (var leaf in await WithdrawalsAsync(cancellationToken))
        {
            if (!await IsClaimedAsync(leaf, cancellationToken))
            {
                unclaimed.Add(leaf);
            }
        }

        var ether = await Sidechain.ViewAsync(Contracts.Function("NativeVault", "outstanding"), Predeploys.NativeVault, cancellationToken);
        var play = await Sidechain.ViewAsync(Contracts.Function("AssetBridge", "outstanding"), Predeploys.AssetBridge, cancellationToken, network.Token);
        return [await LedgerAsync("ETH", Address.Zero, ether), await LedgerAsync("PLAY", network.Token, play)];

        async Task<AssetLedger> LedgerAsync(string name, Address token, AbiTuple outstanding) => new(
            name,
            (await L1.ViewAsync(Contracts.Function("Vault", "locked"), Identity.Vault, cancellationToken, token)).Get<UInt256>(0),
            outstanding.Get<UInt256>(0),
            unclaimed.Where(leaf => leaf.Token == token).Aggregate(UInt256.Zero, (sum, leaf) => sum + leaf.Amount));
    }

    private async Task<UInt256> TokensAsync(Chain chain, Address token, Address account, CancellationToken cancellationToken) =>
        (await chain.ViewAsync(Contracts.Function("TestToken", "balanceOf"), token, cancellationToken, account)).Get<UInt256>(0);
}
