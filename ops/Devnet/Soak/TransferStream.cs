using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Soak;

/// <summary>Transfers of one account as fast as the chain takes them, to one node after the other, killed ones included.</summary>
/// <remarks>
/// A transaction lives in the pools of nodes that may be killed, so its sender keeps it until it is deep in the chain and sends it again when nothing
/// moves, as a wallet does. Thread: one.
/// </remarks>
internal sealed class TransferStream(Network network, PrivateKey sender, SoakTally tally)
{
    private const int MostInFlight = 2_000;
    private const int BatchSize = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4); // without a new block for us before everything is sent again

    private readonly Dictionary<ulong, string> _kept = [];
    private ulong _first;
    private ulong _next;
    private ulong _mined;
    private long _movedAt;

    /// <summary>Sends until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _first = _next = _mined = await MinedAsync(network.Sidechain, stopping);
        _movedAt = TimeProvider.System.GetTimestamp();
        for (var turn = 0; !stopping.IsCancellationRequested; turn++)
        {
            await TurnAsync(network.Validators[turn % Network.FirstSigners].Chain, mayMakeMore: true, stopping);
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
                _mined = mined;
                tally.Set("transfers mined", (long)(mined - _first));
            }
            else if (_mined < _next && TimeProvider.System.GetElapsedTime(_movedAt) > Patience)
            {
                await SendAsync(target, [.. Enumerable.Range(0, (int)(_next - mined)).Select(i => mined + (ulong)i)], cancellationToken);
                tally.Add("times transfers were sent again");
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
            // A node that is down just now; the next one gets them.
        }
        catch (OperationCanceledException) when (mayMakeMore)
        {
            return;
        }

        await Task.Delay(Pause, CancellationToken.None);
    }

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

    private Task SendAsync(Chain target, ulong[] nonces, CancellationToken cancellationToken) =>
        target.AskManyAsync([.. nonces.Select(nonce => new RpcCall("eth_sendRawTransaction", _kept[nonce]))], cancellationToken);

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
