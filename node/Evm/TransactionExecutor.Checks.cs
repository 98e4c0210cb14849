using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.Evm;

/// <content>What a transaction must keep in this block and state (execution-specs: <c>check_transaction</c>), and what is done for it before it runs.</content>
public sealed partial class TransactionExecutor
{
    private TransactionVerdict CheckAgainstBlock(Transaction transaction, AccountState sender, ulong gasAvailable)
    {
        if (transaction.GasLimit > gasAvailable || transaction.GasLimit > long.MaxValue)
        {
            return new(TransactionError.GasLimitAboveBlock, $"have {transaction.GasLimit}, left {gasAvailable}");
        }

        if (transaction.MaxFeePerGas < _block.BaseFeePerGas)
        {
            return new(TransactionError.FeeCapBelowBaseFee, $"maxFeePerGas: {transaction.MaxFeePerGas}, baseFee: {_block.BaseFeePerGas}");
        }

        if (transaction.Type == TransactionType.Blob && transaction.MaxFeePerBlobGas < _block.BlobBaseFee)
        {
            return new(TransactionError.BlobFeeCapBelowBaseFee, $"fee cap {transaction.MaxFeePerBlobGas}, base fee {_block.BlobBaseFee}");
        }

        return CheckSender(transaction, sender);
    }

    private TransactionVerdict CheckSender(Transaction transaction, AccountState sender)
    {
        if (transaction.Nonce != sender.Nonce)
        {
            var error = transaction.Nonce < sender.Nonce ? TransactionError.NonceTooLow : TransactionError.NonceTooHigh;
            return new(error, $"have {transaction.Nonce}, want {sender.Nonce}");
        }

        // EIP-3607, which all clients apply to all forks: no account with code has ever sent a transaction. EIP-7702 lets delegations do so.
        if (sender.HasCode && !(_block.Rules.IsPrague && _state.GetCode(sender).TryGetDelegation(out _)))
        {
            return new(TransactionError.SenderHasCode, $"{sender.Address}");
        }

        return CheckFunds(transaction, sender);
    }

    private static TransactionVerdict CheckFunds(Transaction transaction, AccountState sender)
    {
        var isTooLarge = UInt256.MultiplyOverflow(transaction.MaxFeePerGas, transaction.GasLimit, out var cost);
        isTooLarge |= UInt256.Add(cost, transaction.Value, out cost);
        if (transaction.Type == TransactionType.Blob)
        {
            isTooLarge |= UInt256.MultiplyOverflow(transaction.MaxFeePerBlobGas, BlobGasOf(transaction), out var blobCost);
            isTooLarge |= UInt256.Add(cost, blobCost, out cost);
        }

        return isTooLarge || sender.Balance < cost
            ? new(TransactionError.InsufficientFunds, $"have {sender.Balance}, want {(isTooLarge ? "more than 2^256" : cost)}")
            : default;
    }

    private UInt256 BlobFee(Transaction transaction) =>
        transaction.Type == TransactionType.Blob ? _block.BlobBaseFee * BlobGasOf(transaction) : default;

    private static ulong BlobGasOf(Transaction transaction) => BlobGas.PerBlob * (ulong)transaction.BlobVersionedHashes.Length;

    /// <summary>Sets the delegations of a set-code transaction (EIP-7702: <c>set_delegation</c>). A bad authorization is passed over.</summary>
    private void ApplyAuthorizations(Transaction transaction)
    {
        foreach (var authorization in transaction.AuthorizationList.Span)
        {
            if ((!authorization.ChainId.IsZero && authorization.ChainId != _block.ChainId)
                || authorization.Nonce == ulong.MaxValue
                || !authorization.TryRecoverAuthority(out var address))
            {
                continue;
            }

            var authority = _state.GetAccount(address);
            _state.Warm(authority);
            if ((authority.HasCode && !_state.GetCode(authority).TryGetDelegation(out _)) || authority.Nonce != authorization.Nonce)
            {
                continue;
            }

            if (authority.Exists)
            {
                _state.Refund += (long)IntrinsicGas.RefundPerExistingAuthority;
            }

            _state.SetCode(authority, CodeRules.DelegationTo(authorization.Address));
            _state.SetNonce(authority, authority.Nonce + 1);
        }
    }
}
