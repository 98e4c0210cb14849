using System.Text.Json;
using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_sendRawTransaction, and the one that waits for the receipt (EIP-7966).</summary>
internal sealed class EthSendModule(BlockTree tree, ITransactionPool pool, RpcMethodOptions options, TimeProvider time) : IRpcModule
{
    private static readonly UInt256 Ether = 1_000_000_000_000_000_000UL;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_sendRawTransaction", Arg.Data, Result.Hash, Send);
        registry.AddWaiting("eth_sendRawTransactionSync", Arg.Data, Arg.Count.Or(0), Arg.Cancellation, Result.Written, SendAndWaitAsync);
    }

    private RpcResult<Hash256> Send(byte[] raw)
    {
        Transaction transaction;
        try
        {
            transaction = Transaction.Decode(raw);
        }
        catch (RlpException malformed)
        {
            return RpcError.Refused($"rlp: {malformed.Message}");
        }

        if (FeeFault(transaction) is { } fault)
        {
            return RpcError.Refused(fault);
        }

        var verdict = pool.Add(transaction, isLocal: true);
        return verdict.IsAccepted ? transaction.Hash : TransactionErrors.Of(verdict, transaction);
    }

    /// <summary>Who offers more than an ether for a transaction has most likely mistaken gwei for wei.</summary>
    private string? FeeFault(Transaction transaction)
    {
        if (options.TransactionFeeCap.IsZero)
        {
            return null;
        }

        var isHuge = UInt256.MultiplyOverflow(transaction.MaxFeePerGas, transaction.GasLimit, out var fee);
        return isHuge || fee > options.TransactionFeeCap
            ? $"tx fee ({(isHuge ? "2^256 wei or more" : InEther(fee))} ether) exceeds the configured cap ({InEther(options.TransactionFeeCap)} ether)"
            : null;
    }

    private async Task<RpcResult<Action<Utf8JsonWriter>>> SendAndWaitAsync(byte[] raw, ulong milliseconds, CancellationToken cancellation)
    {
        var wait = milliseconds == 0 ? DefaultWait : TimeSpan.FromMilliseconds(Math.Min(milliseconds, options.MaxReceiptWait.TotalMilliseconds));
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Hash256 hash = default;
        void OnHeadChanged(HeadChange change)
        {
            if (change.Added.Any(block => block.Transactions.Any(transaction => transaction.Hash == hash)))
            {
                moved.TrySetResult();
            }
        }

        if (!Send(raw).TryGet(out hash, out var error))
        {
            return error;
        }

        tree.HeadChanged += OnHeadChanged;
        try
        {
            if (EthTransactionModule.ReceiptWriter(tree, hash) is { } early)
            {
                return early;
            }

            await moved.Task.WaitAsync(wait, time, cancellation);
            return EthTransactionModule.ReceiptWriter(tree, hash) is { } receipt ? receipt : Late(hash, wait);
        }
        catch (TimeoutException)
        {
            return Late(hash, wait);
        }
        finally
        {
            tree.HeadChanged -= OnHeadChanged;
        }
    }

    private static RpcError Late(in Hash256 hash, TimeSpan wait) => new(
        RpcErrorCode.ReceiptTimeout,
        $"The transaction was added to the transaction pool but wasn't processed in {wait.TotalSeconds:0.###}s.",
        hash.ToString());

    private static string InEther(in UInt256 wei)
    {
        UInt256.Divide(wei * 100UL, Ether, out var hundredths);
        return hundredths.FitsUInt64 ? (hundredths.Low64 / 100.0).ToString("F2", System.Globalization.CultureInfo.InvariantCulture) : $"{wei} wei =";
    }
}
