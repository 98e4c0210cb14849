using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>Finds the least gas limit with which a transaction succeeds, by trying: the search of geth, with its allowance for inexactness.</summary>
internal sealed class GasEstimator(CallEnvironment environment, ulong gasCap, CancellationToken cancellation)
{
    private const ulong TransferGas = 21_000;
    private const ulong CallStipend = 2_300;
    private const double ErrorRatio = 0.015;

    private string _fault = ""; // of the last try, in geth's words

    /// <summary>The estimate in gas, or why the transaction fails with any gas.</summary>
    /// <param name="transaction">The transaction with the caller's gas limit, if it named one.</param>
    /// <param name="hasGasLimit">True when it did.</param>
    public RpcResult<ulong> Estimate(Transaction transaction, bool hasGasLimit)
    {
        var high = hasGasLimit && transaction.GasLimit >= TransferGas ? transaction.GasLimit : environment.Context.GasLimit;
        if (!LimitByBalance(transaction, high).TryGet(out high, out var error))
        {
            return error;
        }

        high = gasCap != 0 && high > gasCap ? gasCap : high;
        if (IsPlainTransfer(transaction) && Try(transaction, TransferGas, out _, out _))
        {
            return TransferGas;
        }

        if (!Try(transaction, high, out var result, out error))
        {
            return error ?? Failure(result, high);
        }

        return Search(transaction, result!, high);
    }

    private RpcResult<ulong> Search(Transaction transaction, TransactionResult unbounded, ulong high)
    {
        var low = unbounded.GasUsed - 1;
        var optimistic = (unbounded.GasUsed + unbounded.GasRefunded + CallStipend) * 64 / 63; // EIP-150 keeps 1/64 back
        if (optimistic < high)
        {
            (low, high) = Try(transaction, optimistic, out _, out var error) ? (low, optimistic) : (optimistic, high);
            if (error is not null)
            {
                return error;
            }
        }

        while (low + 1 < high && (double)(high - low) / high >= ErrorRatio)
        {
            var middle = Math.Min((high + low) / 2, low * 2); // most transactions need little more than they use
            (low, high) = Try(transaction, middle, out _, out var error) ? (low, middle) : (middle, high);
            if (error is not null)
            {
                return error;
            }
        }

        return high;
    }

    /// <summary>True when it succeeds; an error only where no gas limit would help.</summary>
    private bool Try(Transaction transaction, ulong gas, out TransactionResult? result, out RpcError? error)
    {
        error = null;
        cancellation.ThrowIfCancellationRequested();
        var attempt = WithGas(transaction, gas);
        var verdict = environment.Execute(attempt, out result, out _fault, cancellation);
        if (verdict.Error is TransactionError.IntrinsicGasTooLow or TransactionError.FloorGasTooLow)
        {
            return false;
        }

        error = verdict.IsValid ? null : CallErrors.Of(verdict, attempt, isCall: false);
        return verdict.IsValid && result!.IsSuccess;
    }

    private RpcError Failure(TransactionResult? result, ulong gas) =>
        result is null || result.Error.IsOutOfGas()
            ? RpcError.Refused($"gas required exceeds allowance ({gas})")
            : CallErrors.Of(result, _fault);

    private static Transaction WithGas(Transaction transaction, ulong gas) =>
        (transaction with { GasLimit = gas }).AsIfSentBy(transaction.TryGetSender(out var sender) ? sender : default);

    /// <summary>Nobody can use more gas than they can pay for.</summary>
    private RpcResult<ulong> LimitByBalance(Transaction transaction, ulong high)
    {
        if (transaction.MaxFeePerGas.IsZero)
        {
            return high;
        }

        _ = transaction.TryGetSender(out var sender);
        var balance = environment.AccountOf(sender).Balance;
        if (transaction.Value >= balance && !transaction.Value.IsZero)
        {
            return RpcError.Refused("insufficient funds for transfer");
        }

        UInt256.Divide(balance - transaction.Value, transaction.MaxFeePerGas, out var allowance);
        return Math.Min(high, allowance.SaturateToUInt64());
    }

    private bool IsPlainTransfer(Transaction transaction) =>
        transaction.Data.IsEmpty && transaction.To is { } to && environment.AccountOf(to).CodeHash == Primitives.Crypto.Keccak256.OfEmptyString;
}
