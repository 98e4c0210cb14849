using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Health;
using PoaSidechain.Checkpointer.Journal;
using PoaSidechain.Checkpointer.Options;
using PoaSidechain.Checkpointer.Telemetry;
using PoaSidechain.Checkpointer.Transactions;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>What a lane does when a node answers a transaction with geth's error texts (spec/bridge.md, 5.5).</summary>
public sealed class LaneErrorTests : IAsyncDisposable
{
    private static readonly TransactionIntent Intent = new("a test", Address.FromNumber(0xb0b), ReadOnlyMemory<byte>.Empty);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrivateKey _key = TestKeys.Named("lane");
    private readonly MemoryStore _disk = new();
    private Anvil _anvil = null!;
    private WatchedTransport _wire = null!;
    private TransactionLane _lane = null!;

    [Fact]
    public async Task Already_known_is_success()
    {
        await StartAsync();
        (_wire.NextError, _wire.Delivers) = ("already known", true);

        Assert.Equal(EnqueueResult.Sent, await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken));
        await TickAsync();

        Assert.Single(_wire.Sent);
        await FinishAsync();
        Assert.Single(_wire.Sent);
    }

    [Fact]
    public async Task Replacement_underpriced_bids_an_eighth_more_under_the_same_nonce()
    {
        await StartAsync();
        (_wire.NextError, _wire.Delivers) = ("replacement transaction underpriced", false);

        await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken);
        await TickAsync();

        Assert.Equal(2, _wire.Sent.Count);
        Assert.Equal(_wire.Sent[0].Nonce, _wire.Sent[1].Nonce);
        Assert.True(_wire.Sent[1].MaxFeePerGas * 8UL >= _wire.Sent[0].MaxFeePerGas * 9UL);
        Assert.True(_wire.Sent[1].MaxPriorityFeePerGas * 8UL >= _wire.Sent[0].MaxPriorityFeePerGas * 9UL);
        Assert.Equal(2, Assert.Single(_lane.Transactions).Attempts.Count);
        await FinishAsync();
    }

    [Fact]
    public async Task Nonce_too_low_looks_for_the_receipt_and_sends_nothing_else()
    {
        await StartAsync();
        await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken);
        await _anvil.MineAsync();
        _lane = NewLane(); // a restart: the bytes go out again although they are mined
        (_wire.NextError, _wire.Delivers) = ("nonce too low: next nonce 1, tx nonce 0", false);

        await TickAsync();

        Assert.Equal(2, _wire.Sent.Count);
        Assert.Equal(_wire.Sent[0].Hash, _wire.Sent[1].Hash);
        Assert.True(_lane.IsUnderWay(Intent.Purpose));
        Assert.True(_lane.CanPay);
        await FinishAsync();
        Assert.Equal(2, _wire.Sent.Count);
    }

    [Fact]
    public async Task Insufficient_funds_is_told_and_the_same_bytes_go_out_until_they_are_taken()
    {
        await StartAsync();
        (_wire.NextError, _wire.Delivers) = ("insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1", false);

        await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken);

        Assert.False(_lane.CanPay);
        Assert.Contains("cannot pay", _lane.Trouble, StringComparison.Ordinal);
        await TickAsync();
        Assert.Equal(2, _wire.Sent.Count);
        Assert.Equal(_wire.Sent[0].Hash, _wire.Sent[1].Hash);
        Assert.True(_lane.CanPay);
        await FinishAsync();
    }

    [Fact]
    public async Task What_cannot_be_paid_holds_back_what_would_come_after_it()
    {
        await StartAsync();
        (_wire.NextError, _wire.Delivers) = ("insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1", false);
        await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken);
        var another = Intent with { Purpose = "another" };

        Assert.Equal(EnqueueResult.InsufficientFunds, await _lane.EnqueueAsync(another, TestContext.Current.CancellationToken));

        Assert.Single(_wire.Sent);
        Assert.Contains("cannot pay for a test", _lane.Trouble, StringComparison.Ordinal);
        await TickAsync();
        Assert.Equal(EnqueueResult.Sent, await _lane.EnqueueAsync(another, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_attempt_that_is_mined_after_all_is_recognised_and_the_next_intent_goes_again()
    {
        await StartAsync();
        (_wire.NextError, _wire.Delivers) = ("some trouble or other", true); // it is in the pool although the node says no
        await _lane.EnqueueAsync(Intent, TestContext.Current.CancellationToken);
        Assert.False(_lane.IsUnderWay(Intent.Purpose));
        (_wire.NextError, _wire.Delivers) = ("already known", false); // lost
        var another = new TransactionIntent("another", Intent.To, new byte[] { 1, 2, 3 });
        Assert.Equal(EnqueueResult.Sent, await _lane.EnqueueAsync(another, TestContext.Current.CancellationToken));
        Assert.Equal(_wire.Sent[0].Nonce, _wire.Sent[1].Nonce);
        Assert.Equal([_wire.Sent[0].Hash, _wire.Sent[1].Hash], Assert.Single(_lane.Transactions).Attempts.Select(a => a.Hash));
        Assert.True(_lane.IsUnderWay(another.Purpose));

        await _anvil.MineAsync();
        await TickAsync();

        Assert.False(_lane.IsUnderWay(another.Purpose)); // what was mined is the first one
        Assert.Equal(EnqueueResult.Sent, await _lane.EnqueueAsync(another, TestContext.Current.CancellationToken));
        Assert.Equal(_wire.Sent[0].Nonce + 1, _wire.Sent[^1].Nonce);
    }

    public async ValueTask DisposeAsync()
    {
        if (_anvil is not null)
        {
            _wire.Dispose();
            await _anvil.DisposeAsync();
        }

        _key.Dispose();
        await _services.DisposeAsync();
    }

    private async Task StartAsync()
    {
        Assert.SkipWhen(Anvil.Binary is null, "No anvil: run bridge-contracts/setup.");
        _anvil = await Anvil.StartAsync("--chain-id", "900");
        await _anvil.FundAsync(_key.Address, 100);
        await _anvil.MineAsync();
        _wire = new WatchedTransport(_anvil.Address);
        _lane = NewLane();
        await TickAsync(); // as the core does: what a journal holds goes out first
    }

    private TransactionLane NewLane()
    {
        var endpoints = new EndpointPool([new ChainClient(new RpcClient(_wire, TimeSpan.FromSeconds(30)))]);
        var metrics = new CheckpointerMetrics(_services.GetRequiredService<IMeterFactory>(), new HealthBoard());
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        var shared = new LaneServices(time, CrashPoints.None, metrics, NullLogger.Instance);
        return new TransactionLane("l1", 900, _key, endpoints, new CheckpointerJournal(_disk), new FeeOptions(), shared);
    }

    private Task TickAsync(ulong finalNumber = 0) => _lane.TickAsync(finalNumber, TestContext.Current.CancellationToken);

    /// <summary>The transaction is mined, becomes final and is forgotten; the account used one nonce.</summary>
    private async Task FinishAsync()
    {
        await _anvil.MineAsync();
        await TickAsync();
        Assert.Single(_lane.Transactions);
        var head = Convert.ToUInt64((await _anvil.AskAsync("eth_blockNumber")).GetString(), 16);
        await TickAsync(head);
        Assert.Empty(_lane.Transactions);
        Assert.Equal("0x1", (await _anvil.AskAsync("eth_getTransactionCount", _key.Address.ToString(), "latest")).GetString());
    }
}
