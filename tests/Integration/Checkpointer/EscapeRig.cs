using System.CommandLine;
using System.Text.Json.Nodes;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Node.Commands;
using PoaSidechain.Node.Commands.Bridge;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A real L1 (anvil) and a real sealed chain in this process with the real contracts; its one signer signs what the test wants and then is gone.</summary>
internal sealed partial class EscapeRig : IAsyncDisposable
{
    private const ulong ChainId = 77_002;
    private const ulong L1ChainId = 901;

    private static readonly SpeedLimits Limits = new(5_000, 10_000, 10_000, 86_400, 3_600, 86_400);

    private readonly string _folder = Directory.CreateTempSubdirectory("poa-escape-test-").FullName;
    private readonly SignerSet _set = new([Signer.Address]);
    private readonly Dictionary<Address, ulong> _nonces = [];

    private EscapeRig(Anvil l1) => L1 = l1;

    /// <summary>The only signer; the genesis gives it one ETH that L1 has not.</summary>
    public static PrivateKey Signer { get; } = TestKeys.Named("the last signer");

    public Anvil L1 { get; }

    public LocalChain Sidechain { get; private set; } = null!;

    /// <summary>The deployment file.</summary>
    public string DeploymentText { get; private set; } = "";

    public Deployment Deployment { get; private set; } = null!;

    public BridgeIdentity Identity => Deployment.Identity;

    /// <summary>An account of anvil's own, who deposits.</summary>
    public Address Bank { get; private set; }

    public string GenesisFile => PathOf("genesis.json");

    /// <summary>Starts both chains.</summary>
    /// <param name="editGenesis">Changes the genesis file before anything is made of it.</param>
    public static async Task<EscapeRig> StartAsync(Action<JsonObject>? editGenesis = null)
    {
        Assert.SkipWhen(Anvil.Binary is null, "No anvil: run bridge-contracts/setup.");
        var rig = new EscapeRig(await Anvil.StartAsync("--chain-id", $"{L1ChainId}", "--slots-in-an-epoch", "2"));
        try
        {
            await rig.BeginAsync(editGenesis);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public static AbiFunction Function(string contract, string name) => Artifacts.Load(contract).Abi.Function(name);

    /// <summary>Sends on the sidechain and seals a block with it; where a contract came to stand, if one was made.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The callee; null to make a contract.</param>
    /// <param name="data">Data, or the contract's code.</param>
    /// <param name="value">Coin, wei.</param>
    /// <param name="delegate">To whose code the sender delegates itself by it (EIP-7702).</param>
    public async Task<Address> SendAsync(PrivateKey from, Address? to, ReadOnlyMemory<byte> data, UInt256 value = default, Address? @delegate = null)
    {
        var nonce = _nonces.GetValueOrDefault(from.Address);
        var transaction = new Transaction
        {
            Type = @delegate is null ? TransactionType.DynamicFee : TransactionType.SetCode,
            AuthorizationList = @delegate is { } code ? new[] { Authorize(from, code, nonce + 1) } : default(ReadOnlyMemory<Authorization>),
            ChainId = ChainId,
            Nonce = nonce,
            MaxPriorityFeePerGas = Transfers.Gwei,
            MaxFeePerGas = 20 * Transfers.Gwei,
            GasLimit = 12_000_000,
            To = to,
            Value = value,
            Data = data,
        }.SignedBy(from);
        Assert.Equal(PoolVerdict.Accepted, Sidechain.Pool.Add(transaction, isLocal: true));
        _nonces[from.Address] = nonce + (@delegate is null ? 1UL : 2UL);
        var block = await Sidechain.SealAsync(Signer);
        Assert.True(Assert.Single(Sidechain.Tree.FindReceipts(block.Hash)!).Succeeded);
        return ContractAddress.Of(from.Address, nonce);
    }

    /// <summary>Credits all deposits made since the last time, as one attestation.</summary>
    public async Task CreditAsync()
    {
        var made = await DepositsAsync();
        var credited = State(Predeploys.Inbox, StorageLayout.InboxCount).Low64;
        var acc = await L1ViewAsync(Identity.Vault, Function("Vault", "depositAcc"), (UInt256)(ulong)made.Count);
        var attestation = new DepositAttestation(1, (ulong)made.Count, acc.Get<Hash256>(0));
        var signed = Sign(attestation);
        object[] deposits = [.. made.Skip((int)credited).Select(deposit => deposit.ToAbi())];
        object[] fields = [attestation.L1Block, attestation.Count, attestation.Acc];
        await SendAsync(
            Signer, Predeploys.Inbox, Function("Inbox", "advance").EncodeCall(fields, deposits, Array.Empty<object>(), _set.Bytes.ToArray(), signed.Bitmap, signed.Signatures));
    }

    public async Task<IReadOnlyList<Deposit>> DepositsAsync()
    {
        var deposited = Artifacts.Load("Vault").Abi.Event("Deposited");
        var filter = new LogFilter(Identity.Vault, 0, 1_000_000, deposited.Topic);
        return [.. (await L1.AskAsync("eth_getLogs", filter.ToJson())).EnumerateArray().Select(log => Deposit.FromEvent(deposited.Decode(ChainLog.Read(log).ToLog())))];
    }

    /// <summary>Has L1 accept the sidechain up to its head.</summary>
    /// <param name="blockHash">The last block's hash; the head's without it.</param>
    public async Task CheckpointAsync(Hash256? blockHash = null)
    {
        var head = await L1ViewAsync(Identity.Anchor, Function("Anchor", "head"));
        var (first, last) = (head.Get<ulong>("lastBlock") + 1, Sidechain.Tree.Head);
        var checkpoint = new Checkpoint
        {
            Index = head.Get<ulong>("index") + 1,
            Round = 0,
            FirstBlock = first,
            LastBlock = last.Number,
            LastTimestamp = last.Timestamp,
            WithdrawalCount = State(Predeploys.Outbox, StorageLayout.OutboxCount).Low64,
            DepositCount = State(Predeploys.Inbox, StorageLayout.InboxCount).Low64,
            ParentDigest = head.Get<Hash256>("digest"),
            LastBlockHash = blockHash ?? last.Hash,
            StateRoot = last.StateRoot,
            BlocksRoot = BlocksTree.Build(first, [.. Enumerable.Range((int)first, (int)(last.Number - first + 1)).Select(number => Sidechain.Tree.FindHash((ulong)number)!.Value)]).Root,
            WithdrawalRoot = State(Predeploys.Outbox, StorageLayout.OutboxRoot).ToHash256(),
            DepositAcc = State(Predeploys.Inbox, StorageLayout.InboxAcc).ToHash256(),
            SetHash = _set.Hash,
            NextSetHash = _set.Hash,
        };
        await L1.SendAsync(Bank, Identity.Anchor, AnchorCalls.Submit(checkpoint, _set, Sign(checkpoint), _set, null));
    }

    /// <summary>Writes the chain up to a block, as <c>poa export</c> does.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="last">Last block; the head without it.</param>
    /// <param name="change">Changes a block.</param>
    public async Task<string> ExportAsync(string name, ulong? last = null, Func<Block, Block>? change = null)
    {
        await using var file = File.Create(PathOf(name));
        for (var number = 0UL; number <= (last ?? Sidechain.Tree.Head.Number); number++)
        {
            var block = Sidechain.Tree.FindBlock(Sidechain.Tree.FindHash(number)!.Value)!;
            await file.WriteAsync((change?.Invoke(block) ?? block).Encode());
        }

        return file.Name;
    }

    /// <summary>Thirty days without anything.</summary>
    public async Task SleepAsync()
    {
        await L1.AskAsync("evm_increaseTime", 30 * 86_400);
        await L1.MineAsync();
    }

    /// <summary>Runs <c>poa bridge escape</c>; its exit code must be as expected. What it printed.</summary>
    public async Task<string> EscapeAsync(PrivateKey? key, string[] arguments, int exitCode = 0, string? genesis = null)
    {
        string[] line = ["escape", "--l1", L1.Address.ToString(), "--vault", Identity.Vault.ToString(), "--genesis", genesis ?? GenesisFile, .. arguments];
        if (key is not null)
        {
            var file = PathOf(key.Address + ".json");
            await File.WriteAllTextAsync(file, Keystore.Encrypt(key, "a password", KeystoreStrength.Light));
            await File.WriteAllTextAsync(PathOf("password"), "a password\n");
            line = [.. line, "--key", file, "--password", PathOf("password")];
        }

        await using var output = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        await L1.AskAsync("evm_setAutomine", true);
        try
        {
            Assert.Equal(exitCode, await BridgeCommands.Create().Parse(line).InvokeAsync(configuration, TestContext.Current.CancellationToken));
        }
        finally
        {
            await L1.AskAsync("evm_setAutomine", false);
        }

        return output.ToString();
    }

    public async Task<AbiTuple> L1ViewAsync(Address contract, AbiFunction function, params object[] arguments)
    {
        var call = new JsonObject { ["to"] = contract.ToString(), ["data"] = Hex.Encode(function.EncodeCall(arguments)) };
        return function.DecodeResult((await L1.AskAsync("eth_call", call, "latest")).ToBytes());
    }

    public async Task<UInt256> LockedAsync(Address token) => (await L1ViewAsync(Identity.Vault, Function("Vault", "locked"), token)).Get<UInt256>(0);

    public async Task<UInt256> L1BalanceAsync(Address account) => (await L1.AskAsync("eth_getBalance", account.ToString(), "latest")).ToUInt256();

    /// <summary>Coin on the sidechain at its head.</summary>
    public UInt256 Balance(Address account) => Sidechain.States.Head.TryGetAccount(Keccak256.Hash(account.Bytes), out var state) ? state.Balance : UInt256.Zero;

    /// <summary>A slot on the sidechain at its head.</summary>
    public UInt256 State(Address account, Hash256 slot) => Sidechain.States.Head.GetStorage(Keccak256.Hash(account.Bytes), Keccak256.Hash(slot.Bytes));

    public async ValueTask DisposeAsync()
    {
        if (Sidechain is not null)
        {
            await Sidechain.DisposeAsync();
        }

        await L1.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(Action<JsonObject>? editGenesis)
    {
        Assert.Equal(0, await PoaCommand.Create().Parse(
            ["genesis", "new", "--chainid", $"{ChainId}", "--period", "1", "--signer", Signer.Address.ToString(), "--bridge", "--fund", $"{Signer.Address}=1", "--out", GenesisFile])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(GenesisFile))!;
        json["timestamp"] = Hex.Quantity((ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 100_000); // its blocks are no blocks of the future
        editGenesis?.Invoke(json.AsObject());
        await File.WriteAllTextAsync(GenesisFile, json.ToJsonString());
        var genesis = GenesisFileReader.Read(await File.ReadAllBytesAsync(GenesisFile));
        Sidechain = new LocalChain(genesis);

        Bank = Address.Parse((await L1.AskAsync("eth_accounts"))[0].GetString()!);
        var terms = new BridgeTerms
        {
            L1ChainId = L1ChainId,
            GenesisHeader = Sidechain.Tree.Genesis.Encode(),
            SidechainChainId = ChainId,
            EpochLength = genesis.Spec.Clique!.EpochLength,
            EthLimits = Limits,
            Erc20Limits = Limits,
        };
        var plan = new DeploymentPlan(terms, Bank, 0, Artifacts.Load);
        foreach (var step in plan.Steps)
        {
            await L1.SendAsync(Bank, null, step.InitCode);
        }

        DeploymentText = Deployment.Write(plan, 0);
        Deployment = Deployment.Parse(DeploymentText);
        var signed = Sign(Binding.Of(Identity, State(Predeploys.SignerRegistry, ((UInt256)2UL).ToHash256()).ToHash256()));
        await SendAsync(Signer, Predeploys.SignerRegistry, Function("SignerRegistry", "bind").EncodeCall(
            Identity.GenesisHash, Identity.L1ChainId, Identity.Anchor, Identity.Vault, _set.Bytes.ToArray(), signed.Bitmap, signed.Signatures));
    }

    private static Authorization Authorize(PrivateKey key, Address code, ulong nonce)
    {
        var unsigned = new Authorization(ChainId, code, nonce, default);
        return unsigned with { Signature = key.Sign(unsigned.SigningHash()) };
    }

    private QuorumSignatures Sign(IBridgeMessage message)
    {
        var digest = Identity.Digest(message);
        return QuorumSignatures.Pack(_set, digest, [CompactSignature.From(Signer.Sign(digest))]);
    }
}
