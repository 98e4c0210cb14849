using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Checkpoints;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Checkpointer.Watchtower;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <content>What users do with the bridge, and what stands on both chains.</content>
internal sealed partial class BridgeRig
{
    private static readonly ContractAbi Anchor = Artifacts.Load("Anchor").Abi;
    private static readonly ContractAbi Vault = Artifacts.Load("Vault").Abi;
    private static readonly ContractAbi NativeVault = Artifacts.Load("NativeVault").Abi;
    private static readonly ContractAbi AssetBridge = Artifacts.Load("AssetBridge").Abi;
    private static readonly ContractAbi Outbox = Artifacts.Load("Outbox").Abi;
    private static readonly ContractAbi Inbox = Artifacts.Load("Inbox").Abi;
    private static readonly ContractAbi Registry = Artifacts.Load("SignerRegistry").Abi;

    public static UInt256 Ether(ulong milli) => (UInt256)milli * 1_000_000_000_000_000UL;

    public Task<AbiTuple> HeadAsync() => ViewAsync(L1, Anchor.Function("head"), Identity.Anchor);

    public async Task<ulong> AcceptedAsync() => (await HeadAsync()).Get<ulong>("index");

    public async Task<bool> IsBoundAsync() => (await ViewAsync(SidechainAnvil, Registry.Function("isBound"), Predeploys.SignerRegistry)).Get<bool>(0);

    public async Task<Hash256> AnchorSetAsync() => (await ViewAsync(L1, Anchor.Function("setHash"), Identity.Anchor)).Get<Hash256>(0);

    public async Task<Hash256> RegistrySetAsync() =>
        (await ViewAsync(SidechainAnvil, Registry.Function("setHash"), Predeploys.SignerRegistry)).Get<Hash256>(0);

    public async Task<ulong> CreditedAsync() => (await ViewAsync(SidechainAnvil, Inbox.Function("count"), Predeploys.Inbox)).Get<ulong>(0);

    public async Task<UInt256> LockedAsync(Address token) =>
        (await ViewAsync(L1, Vault.Function("locked"), Identity.Vault, token)).Get<UInt256>(0);

    public async Task<UInt256> SidechainBalanceAsync(Address account) =>
        (await SidechainAnvil.AskAsync("eth_getBalance", account.ToString(), "latest")).ToUInt256();

    public async Task<UInt256> L1BalanceAsync(Address account) =>
        (await L1.AskAsync("eth_getBalance", account.ToString(), "latest")).ToUInt256();

    public async Task<UInt256> MirrorBalanceAsync(Address token, Address account)
    {
        var balanceOf = Artifacts.Load("MirrorERC20").Abi.Function("balanceOf");
        return (await ViewAsync(SidechainAnvil, balanceOf, await MirrorAsync(token), account)).Get<UInt256>(0);
    }

    public Task DepositEthAsync(Address to, UInt256 amount) =>
        L1.SendAsync(Alice, Identity.Vault, Vault.Function("depositETH").EncodeCall(to, 50_000UL, Array.Empty<byte>()), amount);

    /// <summary>A new token on L1 with a supply for Alice.</summary>
    public async Task<Address> DeployTokenAsync(UInt256 supply)
    {
        var artifact = Artifacts.Load("TestToken");
        var receipt = await L1.SendAsync(Alice, null, artifact.EncodeDeployment("Token", "TOK"));
        var token = Address.Parse(receipt.GetProperty("contractAddress").GetString()!);
        await L1.SendAsync(Alice, token, artifact.Abi.Function("mint").EncodeCall(Alice, supply));
        await L1.SendAsync(Alice, token, artifact.Abi.Function("approve").EncodeCall(Identity.Vault, supply));
        return token;
    }

    /// <summary>A new token on the sidechain with a supply for a holder; it stands where L1 has nothing.</summary>
    public async Task<Address> DeployHomeTokenAsync(Address holder, UInt256 supply)
    {
        var artifact = Artifacts.Load("TestToken");
        var maker = Address.FromNumber(0xfeed); // no account of L1
        await SidechainAnvil.AskAsync("anvil_impersonateAccount", maker.ToString());
        await SidechainAnvil.FundAsync(maker, 1);
        var receipt = await SidechainAnvil.SendAsync(maker, null, artifact.EncodeDeployment("Home Token", "HOME"));
        var token = Address.Parse(receipt.GetProperty("contractAddress").GetString()!);
        await SidechainAnvil.SendAsync(maker, token, artifact.Abi.Function("mint").EncodeCall(holder, supply));
        return token;
    }

    /// <summary>What an account has of a token on a chain.</summary>
    public async Task<UInt256> BalanceAsync(Anvil chain, Address token, Address account) =>
        (await ViewAsync(chain, Artifacts.Load("TestToken").Abi.Function("balanceOf"), token, account)).Get<UInt256>(0);

    /// <summary>What a holder lets another take of a token, or of its mirror on the sidechain.</summary>
    public async Task<UInt256> AllowanceAsync(Anvil chain, Address token, Address holder, Address spender) =>
        (await ViewAsync(chain, Artifacts.Load("TestToken").Abi.Function("allowance"), token, holder, spender)).Get<UInt256>(0);

    /// <summary>The sidechain's mirror of a token.</summary>
    public async Task<Address> MirrorAsync(Address token) =>
        (await ViewAsync(SidechainAnvil, AssetBridge.Function("mirrorOf"), Predeploys.AssetBridge, token)).Get<Address>(0);

    /// <summary>What makes the calls of messages on L1.</summary>
    public async Task<Address> ExecutorAsync()
    {
        var messenger = (await ViewAsync(L1, Vault.Function("MESSENGER"), Identity.Vault)).Get<Address>(0);
        return (await ViewAsync(L1, Artifacts.Load("Messenger").Abi.Function("EXECUTOR"), messenger)).Get<Address>(0);
    }

    public Task DepositTokenAsync(Address token, Address to, UInt256 amount) =>
        L1.SendAsync(Alice, Identity.Vault, Vault.Function("deposit20").EncodeCall(token, amount, to, 50_000UL, Array.Empty<byte>()));

    /// <summary>Withdraws ETH from the sidechain; anvil lends the account its voice.</summary>
    public async Task WithdrawEthAsync(Address from, Address to, UInt256 amount)
    {
        await SidechainAnvil.AskAsync("anvil_impersonateAccount", from.ToString());
        await SidechainAnvil.SendAsync(from, Predeploys.NativeVault, NativeVault.Function("withdraw").EncodeCall(to, 0UL), amount);
    }

    public async Task WithdrawTokenAsync(Address token, Address from, Address to, UInt256 amount)
    {
        await SidechainAnvil.AskAsync("anvil_impersonateAccount", from.ToString());
        await SidechainAnvil.SendAsync(from, Predeploys.AssetBridge, AssetBridge.Function("withdraw").EncodeCall(token, amount, to, 0UL));
    }

    /// <summary>All withdrawals written so far.</summary>
    public async Task<IReadOnlyList<WithdrawalLeaf>> WithdrawalsAsync()
    {
        var appended = Outbox.Event("WithdrawalAppended");
        var filter = new LogFilter(Predeploys.Outbox, 0, Sidechain.Head.Number, appended.Topic);
        var logs = (await SidechainAnvil.AskAsync("eth_getLogs", filter.ToJson())).EnumerateArray().Select(ChainLog.Read);
        return [.. logs.Select(log => WithdrawalLeaf.FromEvent(appended.Decode(log.ToLog())))];
    }

    /// <summary>Number of withdrawals under the newest root that L1 accepted.</summary>
    public async Task<ulong> ClaimableAsync() =>
        (await ViewAsync(L1, Anchor.Function("headCounts"), Identity.Anchor)).Get<ulong>("withdrawalCount");

    /// <summary>Number of deposits that the newest checkpoint on L1 counts.</summary>
    public async Task<ulong> AnchoredDepositsAsync() =>
        (await ViewAsync(L1, Anchor.Function("headCounts"), Identity.Anchor)).Get<ulong>("depositCount");

    /// <summary>Claims a withdrawal by a path built here from the sidechain's events.</summary>
    public async Task ClaimAsync(ulong index)
    {
        var leaves = await WithdrawalsAsync();
        await ClaimAsync(WithdrawalTree.Build([.. leaves.Take((int)await ClaimableAsync()).Select(l => l.Hash(Identity))]), leaves[(int)index]);
    }

    private async Task ClaimAsync(MerkleTree tree, WithdrawalLeaf leaf)
    {
        var path = tree.PathOf(leaf.Index);
        await L1.SendAsync(
            Alice, Identity.Vault, Vault.Function("claim").EncodeCall(tree.Root, leaf.ToAbi(), (UInt256)path.Mask, path.Siblings.Cast<object>().ToArray()));
    }

    /// <summary>Shows that nobody sealed the newest checkpoint's last block; gives the checkpoint that is the head again.</summary>
    public async Task<Checkpoint> TakeNewestBackAsync()
    {
        var archive = new CheckpointArchive(Checkpointers[0].Journal, Identity);
        var accused = archive.Find((await HeadAsync()).Get<Hash256>("digest"))!;
        var good = archive.Find(accused.ParentDigest)!;
        var evidence = (await ViewAsync(L1, Anchor.Function("EVIDENCE"), Identity.Anchor)).Get<Address>(0);
        object[] shown = [good.ToAbi(), new object[] { accused.ToAbi() }, Sidechain.SetAfter(good.LastBlockHash).Bytes.ToArray()];
        var call = Artifacts.Load("Evidence").Abi.Function("challengeHeader").EncodeCall(shown, Sidechain.At(accused.LastBlock)!.Encode());
        await L1.SendAsync(Alice, evidence, call);
        return good;
    }

    /// <summary>
    /// What whoever holds the keys of a quorum can do: signs a checkpoint of the real chain with one withdrawal in it that nobody made. Gives the leaf.
    /// </summary>
    public async Task<WithdrawalLeaf> SubmitFalseAsync(Address thief, UInt256 amount)
    {
        var leaves = await WithdrawalsAsync();
        var invented = Invented(leaves.Count, thief, amount);
        await SubmitAsync([.. leaves, invented]);
        return invented;
    }

    /// <summary>A withdrawal of ETH that nobody made.</summary>
    public static WithdrawalLeaf Invented(int index, Address thief, UInt256 amount) =>
        new((ulong)index, AssetKind.Eth, L1ChainId, Address.Zero, thief, thief, amount, 0, default);

    /// <summary>Submits a checkpoint signed with every key, see <see cref="SubmissionAsync"/>.</summary>
    public async Task SubmitAsync(IReadOnlyCollection<WithdrawalLeaf> leaves) =>
        await L1.SendAsync(Alice, Identity.Anchor, await SubmissionAsync(leaves, Checkpointers.Count));

    /// <summary>Why L1 would refuse a call of Alice's, by the name of the error; null if it would not.</summary>
    public async Task<string?> RefusalAsync(Address contract, byte[] data)
    {
        var call = new System.Text.Json.Nodes.JsonObject { ["from"] = Alice.ToString(), ["to"] = contract.ToString(), ["data"] = Hex.Encode(data) };
        return (await L1.TryAsync(new RpcCall("eth_call", call, "latest"))).Error is { } error ? BridgeAbi.Describe(error) : null;
    }

    /// <summary>Call data that submits a checkpoint of the real chain up to its head with these withdrawals, signed with the first so many keys.</summary>
    public async Task<byte[]> SubmissionAsync(IReadOnlyCollection<WithdrawalLeaf> leaves, int keys)
    {
        var head = await HeadAsync();
        var counts = await ViewAsync(L1, Anchor.Function("headCounts"), Identity.Anchor);
        var tree = WithdrawalTree.Build([.. leaves.Select(leaf => leaf.Hash(Identity))]);
        var first = head.Get<ulong>("lastBlock") + 1;
        var last = Sidechain.Head;
        var set = Sidechain.SetAfter(last.Hash);
        var deposits = counts.Get<ulong>("depositCount");
        var checkpoint = new Checkpoint
        {
            Index = head.Get<ulong>("index") + 1,
            Round = 0,
            FirstBlock = first,
            LastBlock = last.Number,
            LastTimestamp = last.Timestamp,
            WithdrawalCount = (ulong)leaves.Count,
            DepositCount = deposits,
            ParentDigest = head.Get<Hash256>("digest"),
            LastBlockHash = last.Hash,
            StateRoot = last.StateRoot,
            BlocksRoot = BlocksTree.Build(first, [.. Enumerable.Range(0, (int)(last.Number - first + 1)).Select(i => Sidechain.At(first + (ulong)i)!.Hash)]).Root,
            WithdrawalRoot = tree.Root,
            DepositAcc = (await ViewAsync(L1, Vault.Function("depositAcc"), Identity.Vault, (UInt256)deposits)).Get<Hash256>(0),
            SetHash = set.Hash,
            NextSetHash = set.Hash,
        };
        var digest = Identity.Digest(checkpoint);
        var signatures = QuorumSignatures.Pack(set, digest, Checkpointers.Where(c => c.Signer is not null).Take(keys).Select(c => CompactSignature.From(c.Signer!.Sign(digest))));
        return AnchorCalls.Submit(checkpoint, set, signatures, set, null);
    }

    /// <summary>Claims a leaf under the newest root that L1 accepted, whatever the sidechain says about it.</summary>
    public async Task ClaimAsync(WithdrawalLeaf leaf)
    {
        var leaves = (await WithdrawalsAsync()).Take((int)leaf.Index).Append(leaf);
        await ClaimAsync(WithdrawalTree.Build([.. leaves.Select(l => l.Hash(Identity))]), leaf);
    }

    /// <summary>Until when a part of the bridge is paused, L1 seconds.</summary>
    public async Task<ulong> PausedUntilAsync(PausePart part) =>
        (await ViewAsync(L1, Artifacts.Load("PauseBoard").Abi.Function("pausedUntil"), PauseBoard, (byte)part)).Get<ulong>(0);

    /// <summary>What may leave at once of an asset.</summary>
    public async Task<UInt256> BucketAsync(Address token) =>
        (await ViewAsync(L1, Vault.Function("bucket"), Identity.Vault, token)).Get<UInt256>("capacity");

    /// <summary>When a queued claim may be paid; 0 for one that is not queued.</summary>
    public async Task<ulong> ReleaseAtAsync(ulong index) =>
        (await ViewAsync(L1, Vault.Function("queued"), Identity.Vault, (UInt256)index)).Get<ulong>("releaseAt");

    private static async Task<AbiTuple> ViewAsync(Anvil chain, AbiFunction function, Address contract, params object[] arguments)
    {
        var call = new System.Text.Json.Nodes.JsonObject
        {
            ["to"] = contract.ToString(),
            ["data"] = Hex.Encode(function.EncodeCall(arguments)),
        };
        return function.DecodeResult((await chain.AskAsync("eth_call", call, "latest")).ToBytes());
    }
}
