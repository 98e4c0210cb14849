using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Soak;

/// <summary>Transfers of one account as fast as the chain takes them, to one node, and to the next when that one is gone or nothing moves.</summary>
/// <remarks>
/// A transaction lives in the pools of nodes that may be killed, so its sender keeps it until it is deep in the chain and sends it again when nothing
/// moves, as a wallet does. Thread: one.
/// </remarks>
/// <param name="network">The nodes.</param>
/// <param name="sender">Who sends; nobody else may use its nonces.</param>
/// <param name="first">The validator it sends to as long as that works, from 0.</param>
/// <param name="tally">Where it is counted.</param>
internal sealed class TransferStream(Network network, PrivateKey sender, int first, SoakTally tally)
{
    private const int MostInFlight = 2_000;
    private const int BatchSize = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4); // without a new block for us before everything is sent again

    private readonly Dictionary<ulong, string> _kept = [];
    private int _target = first;
    private ulong _first;
    private ulong _next;
    private ulong _mined;
    private long _movedAt;

    /// <summary>Sends until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _first = _next = _mined = await MinedAsync(network.Sidechain, stopping);
        _movedAt = TimeProvider.System.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            await TurnAsync(network.Validators[_target].Chain, mayMakeMore: true, stopping);
        }
    }

    /// <summary>Waits until every transfer ever made is in the chain.</summary>
    public async Task<ulong> SettleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await Wait.UntilAsync(
            "all transfers are in the chain",
            limit,
            async () =>
            {
                await TurnAsync(network.Sidechain, mayMakeMore: false, cancellationToken);
                return _mined == _next;
            },
            cancellationToken);
        return _next - _first;
    }

    private async Task TurnAsync(Chain target, bool mayMakeMore, CancellationToken cancellationToken)
    {
        try
        {
            var mined = await MinedAsync(target, cancellationToken);
            if (mined > _mined)
            {
                _movedAt = TimeProvider.System.GetTimestamp();
                Forget(mined);
                tally.Add("transfers mined", (long)(mined - _mined));
                _mined = mined;
            }
            else if (_mined < _next && TimeProvider.System.GetElapsedTime(_movedAt) > Patience)
            {
                await SendAsync(target, [.. _kept.Keys.Where(nonce => nonce >= mined).Order()], cancellationToken); // a node that lags knows the older ones by itself
                tally.Add("times transfers were sent again");
                _target = Next();
                _movedAt = TimeProvider.System.GetTimestamp();
            }

            if (mayMakeMore && _next - _mined < MostInFlight)
            {
                await SendAsync(target, Make(BatchSize), cancellationToken);
                return;
            }
        }
        catch (Exception e) when (e is RpcUnavailableException or RpcException)
        {
            _target = Next(); // this one is down just now
        }
        catch (OperationCanceledException) when (mayMakeMore)
        {
            return;
        }

        await Task.Delay(Pause, CancellationToken.None);
    }

    private int Next() => (_target + 1) % Network.FirstSigners;

    private ulong[] Make(int count)
    {
        var nonces = Enumerable.Range(0, count).Select(_ => _next++).ToArray();
        foreach (var nonce in nonces)
        {
            var transfer = new Transaction
            {
                Type = TransactionType.DynamicFee,
                ChainId = network.Deployment.Identity.SidechainChainId,
                Nonce = nonce,
                MaxPriorityFeePerGas = 1_000_000_000UL,
                MaxFeePerGas = 1_000_000_000_000UL,
                GasLimit = 21_000,
                To = Address.FromNumber(0xcafe),
                Value = 1UL,
            };
            _kept[nonce] = Hex.Encode(transfer.SignedBy(sender).Encoded.Span);
        }

        return nonces;
    }

    private async Task SendAsync(Chain target, ulong[] nonces, CancellationToken cancellationToken)
    {
        foreach (var batch in nonces.Chunk(BatchSize))
        {
            await target.AskManyAsync([.. batch.Select(nonce => new RpcCall("eth_sendRawTransaction", _kept[nonce]))], cancellationToken);
        }
    }

    /// <summary>Drops what no reorganisation of this chain brings back.</summary>
    private void Forget(ulong mined)
    {
        for (var nonce = _mined; nonce < mined; nonce++)
        {
            _kept.Remove(nonce < MostInFlight ? ulong.MaxValue : nonce - MostInFlight);
        }
    }

    private async Task<ulong> MinedAsync(Chain chain, CancellationToken cancellationToken) =>
        (await chain.AskAsync("eth_getTransactionCount", cancellationToken, sender.Address.ToString(), "latest")).ToUInt64();
}
