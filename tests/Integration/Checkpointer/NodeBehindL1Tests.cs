using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Checkpointer;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Tests.Integration.JsonRpc;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The checkpointer beside a node whose chain ends before what L1 has accepted (spec/bridge.md T40): our own node over its socket, an anvil as L1.</summary>
public sealed class NodeBehindL1Tests : IAsyncLifetime
{
    private const int Rounds = 8;
    private static readonly PrivateKey Fees = TestKeys.Named("who pays for checkpoints");
    private static readonly Address Receiver = Address.FromNumber(0xcafe);

    private readonly TestMeters _meters = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
    private EscapeRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await EscapeRig.StartAsync();
        await _rig.L1.FundAsync(Fees.Address, 100);
        var user = TestKeys.Named("whoever was there before");
        await _rig.DepositEthAsync(user.Address, EscapeRig.Ether(5_000));
        await _rig.CreditAsync();
        await _rig.SendAsync(user, Fees.Address, default, EscapeRig.Ether(1_000));
        await _rig.SendAsync(user, Predeploys.NativeVault, EscapeRig.Function("NativeVault", "withdraw").EncodeCall(Receiver, UInt256.Zero), EscapeRig.Ether(1_000));
        for (var i = 0; i < 6; i++)
        {
            await _rig.Sidechain.SealAsync(EscapeRig.Signer);
        }

        await _rig.CheckpointAsync();
        await _rig.DepositEthAsync(Receiver, EscapeRig.Ether(2_000)); // what a hasty service would credit
        await _rig.L1.MineAsync(12);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        _meters.Dispose();
    }

    [Fact]
    public async Task T40_a_node_behind_L1_is_waited_for_and_nothing_is_sent_also_after_a_restart()
    {
        var last = _rig.Sidechain.Tree.Head.Number;
        var behind = last - 4;
        var database = new MemoryStore();
        await using (var before = await NodeAtAsync(database, behind))
        {
            // the process that ended
        }

        await using var node = await NodeAtAsync(database, behind);
        Assert.Equal(behind, node.Tree.Head.Number);
        await using var server = await RpcRig.ServeAsync(node);
        var disk = new MemoryStore();
        foreach (var start in new[] { "first", "restarted" })
        {
            using var service = new Service(this, server, disk);
            await WaitsAsync(service, node, $"has not reached block {last} of checkpoint 1, which is final on L1", start);
            Assert.Null((await service.Node.StatusAsync(Cancellation)).Final);
            Assert.Equal((0UL, 0UL), await NoncesAsync(node));
        }

        // It catches up: the same service goes on.
        await ImportAsync(node, behind + 1, last);
        using var running = new Service(this, server, disk);
        await GoesOnAsync(running, node);
        Assert.Equal(1UL, (await running.Node.StatusAsync(Cancellation)).Final?.Index);

        // Restored from a copy that ends before what the journal knows to be final.
        await using var restored = await NodeAtAsync(new MemoryStore(), behind);
        await using var its = await RpcRig.ServeAsync(restored);
        var sent = await NoncesAsync(node);
        using var begun = new Service(this, its, disk);
        await WaitsAsync(begun, restored, "has not reached block", "restored");
        Assert.Equal(sent.L1, (await NoncesAsync(node)).L1);
    }

    /// <summary>Several rounds in which it says what it waits for, and hands no transaction to anybody.</summary>
    private async Task WaitsAsync(Service service, LocalChain node, string reason, string start)
    {
        var before = await NoncesAsync(node);
        for (var round = 0; round < Rounds; round++)
        {
            await service.TickAsync();
            await _rig.L1.MineAsync();
        }

        var health = service.Health.Of(HealthPart.Finality);
        Assert.True(health.Level == HealthLevel.Yellow && health.Reason.Contains(reason, StringComparison.Ordinal), $"{start}: {health.Level} {health.Reason}");
        Assert.Equal(before, await NoncesAsync(node));
        Assert.Equal((0, 0), node.Pool.Count);
    }

    /// <summary>Rounds, and blocks of both chains, until L1 has the next checkpoint and the sidechain the deposit; then until all is final.</summary>
    private async Task GoesOnAsync(Service service, LocalChain node)
    {
        var isDone = false;
        for (var round = 0; round < 80 && !isDone; round++)
        {
            await service.TickAsync();
            await node.SealAsync(EscapeRig.Signer);
            await _rig.L1.MineAsync();
            var head = await _rig.L1ViewAsync(_rig.Identity.Anchor, EscapeRig.Function("Anchor", "head"));
            var credited = node.States.Head.GetStorage(Keccak256.Hash(Predeploys.Inbox.Bytes), Keccak256.Hash(StorageLayout.InboxCount.Bytes));
            isDone = head.Get<ulong>("index") >= 2 && credited == (UInt256)2UL;
        }

        Assert.True(isDone, string.Join('\n', service.Health.Reasons().Select(r => $"{r.Part} {r.Level}: {r.Reason}")));
    }

    /// <summary>How many transactions the service's account has made, in blocks and waiting, on L1 and on a node's chain.</summary>
    private async Task<(ulong L1, ulong Sidechain)> NoncesAsync(LocalChain node) => (
        (await _rig.L1.AskAsync("eth_getTransactionCount", Fees.Address.ToString(), "pending")).ToUInt64(),
        node.Pool.GetPendingNonce(Fees.Address));

    private async Task<LocalChain> NodeAtAsync(MemoryStore database, ulong head)
    {
        var node = new LocalChain(GenesisFileReader.Read(await File.ReadAllBytesAsync(_rig.GenesisFile, Cancellation)), database);
        await ImportAsync(node, node.Tree.Head.Number + 1, head);
        return node;
    }

    private async Task ImportAsync(LocalChain node, ulong first, ulong last)
    {
        for (var number = first; number <= last; number++)
        {
            await node.ImportAsync(_rig.Sidechain.Tree.FindBlock(_rig.Sidechain.Tree.FindHash(number)!.Value)!);
        }

        Assert.Equal(last, node.Tree.Head.Number);
    }

    /// <summary>A checkpointer of the only signer, beside a node.</summary>
    private sealed class Service : IDisposable
    {
        private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

        private readonly NodeBehindL1Tests _test;
        private readonly CheckpointerCore _core;

        public Service(NodeBehindL1Tests test, RpcRig node, MemoryStore disk)
        {
            _test = test;
            Node = new NodeClient(new ChainClient(RpcClient.Create(node.Server.IpcPath!, Timeout)));
            var options = new CheckpointerOptions { DeploymentFile = "none", DataDirectory = "none" };
            options.L1.Endpoints.Add("http://127.0.0.1:1"); // only their number counts here
            options.L1.PollInterval = TimeSpan.Zero;
            options.Checkpoints.IntervalBlocks = 8;
            options.Checkpoints.WithdrawalIntervalBlocks = 4;
            options.Checkpoints.MinimumBurial = 1;
            var journal = new CheckpointerJournal(disk);
            journal.Claim(test._rig.Identity);
            _core = new CheckpointerCore(
                options,
                test._rig.Deployment,
                // Keys of its own, which it disposes of.
                new CheckpointerKeys(TestKeys.Named("the last signer"), TestKeys.Named("who pays for checkpoints")),
                journal,
                new CheckpointerConnections(Node, new EndpointPool([new ChainClient(RpcClient.Create(test._rig.L1.Address.ToString(), Timeout))])),
                Health,
                new LaneServices(test._time, new CrashPoints(_ => { }), new CheckpointerMetrics(test._meters, Health), NullLogger.Instance));
        }

        public HealthBoard Health { get; } = new();

        public NodeClient Node { get; }

        public void Dispose() => _core.Dispose();

        public async Task TickAsync()
        {
            await _core.TickAsync(Cancellation);
            Assert.Null(_core.Refusal);
            _test._time.Advance(TimeSpan.FromSeconds(2));
        }
    }
}
