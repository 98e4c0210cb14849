using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm;

/// <summary>The rules that a transaction must keep whatever the state is (execution-specs: <c>validate_transaction</c>).</summary>
public static class TransactionRules
{
    /// <summary>Longest init code in bytes (EIP-3860).</summary>
    public const int MaxInitCodeSize = 2 * CodeRules.MaxCodeSize;

    /// <summary>Most gas a transaction may have from Osaka on (EIP-7825).</summary>
    public const ulong MaxTransactionGas = 1UL << 24;

    private const int MaxBlobsPerTransactionOsaka = 6; // EIP-7594

    /// <summary>All of them, in the order in which execution-specs has them.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="rules">Rules of the block it is to be in.</param>
    /// <param name="chainId">The chain id.</param>
    /// <param name="maxBlobs">Most blobs a transaction may have; 0 refuses blob transactions.</param>
    public static TransactionVerdict Check(Transaction transaction, ForkRules rules, in UInt256 chainId, ulong maxBlobs = 0)
    {
        var verdict = CheckType(transaction, rules, maxBlobs);
        verdict = verdict.IsValid ? CheckGas(transaction, rules) : verdict;
        verdict = verdict.IsValid ? CheckFields(transaction, rules) : verdict;
        verdict = verdict.IsValid ? CheckChainId(transaction, rules, chainId) : verdict;
        return verdict.IsValid ? CheckSignature(transaction, rules) : verdict;
    }

    /// <summary>The type is active, and this chain can carry it.</summary>
    public static TransactionVerdict CheckType(Transaction transaction, ForkRules rules, ulong maxBlobs = 0)
    {
        var since = transaction.Type switch
        {
            TransactionType.Legacy => Fork.Frontier,
            TransactionType.AccessList => Fork.Berlin,
            TransactionType.DynamicFee => Fork.London,
            TransactionType.Blob => Fork.Cancun,
            _ => Fork.Prague,
        };
        if (rules.Fork < since)
        {
            return new(TransactionError.TypeNotActive, $"type {(int)transaction.Type} is active from {since} on, not in {rules.Fork}");
        }

        if (transaction.Type == TransactionType.Blob)
        {
            return CheckBlobs(transaction, rules, maxBlobs);
        }

        return transaction is { Type: TransactionType.SetCode, AuthorizationList.IsEmpty: true }
            ? new(TransactionError.EmptyAuthorizationList)
            : transaction is { Type: TransactionType.SetCode, IsCreation: true } ? new(TransactionError.CreationNotAllowed) : default;
    }

    /// <summary>The gas limit covers what the transaction costs before it runs, and is within EIP-7825's cap.</summary>
    public static TransactionVerdict CheckGas(Transaction transaction, ForkRules rules)
    {
        var intrinsic = IntrinsicGas.Of(transaction, rules);
        if (transaction.GasLimit < intrinsic.Execution)
        {
            return new(TransactionError.IntrinsicGasTooLow, $"have {transaction.GasLimit}, want {intrinsic.Execution}");
        }

        if (transaction.GasLimit < intrinsic.Floor)
        {
            return new(TransactionError.FloorGasTooLow, $"have {transaction.GasLimit}, want {intrinsic.Floor}");
        }

        return rules.IsOsaka && transaction.GasLimit > MaxTransactionGas
            ? new(TransactionError.GasLimitAboveCap, $"have {transaction.GasLimit}, at most {MaxTransactionGas}")
            : default;
    }

    private static TransactionVerdict CheckFields(Transaction transaction, ForkRules rules)
    {
        if (transaction.Nonce == ulong.MaxValue)
        {
            return new(TransactionError.NonceOverflow);
        }

        if (transaction.IsCreation && rules.IsShanghai && transaction.Data.Length > MaxInitCodeSize)
        {
            return new(TransactionError.InitCodeTooLarge, $"have {transaction.Data.Length} bytes, at most {MaxInitCodeSize}");
        }

        return transaction.MaxPriorityFeePerGas > transaction.MaxFeePerGas
            ? new(TransactionError.TipAboveFeeCap, $"tip cap {transaction.MaxPriorityFeePerGas}, fee cap {transaction.MaxFeePerGas}")
            : default;
    }

    private static TransactionVerdict CheckChainId(Transaction transaction, ForkRules rules, in UInt256 chainId)
    {
        if (transaction.ChainId is not { } signedFor)
        {
            return default;
        }

        if (!rules.IsEip155)
        {
            return new(TransactionError.InvalidChainId, "replay protection is not active yet");
        }

        return signedFor != chainId ? new(TransactionError.InvalidChainId, $"have {signedFor}, want {chainId}") : default;
    }

    private static TransactionVerdict CheckSignature(Transaction transaction, ForkRules rules)
    {
        if (rules.IsHomestead && transaction.Signature.S > Secp256k1.HalfOrder)
        {
            return new(TransactionError.InvalidSignature, "s is above n/2");
        }

        return transaction.TryGetSender(out _) ? default : new(TransactionError.InvalidSignature);
    }

    private static TransactionVerdict CheckBlobs(Transaction transaction, ForkRules rules, ulong maxBlobs)
    {
        if (maxBlobs == 0)
        {
            return new(TransactionError.BlobsNotSupported);
        }

        if (transaction.IsCreation)
        {
            return new(TransactionError.CreationNotAllowed);
        }

        var most = rules.IsOsaka ? Math.Min(maxBlobs, MaxBlobsPerTransactionOsaka) : maxBlobs;
        var hashes = transaction.BlobVersionedHashes.Span;
        if (hashes.IsEmpty || (ulong)hashes.Length > most)
        {
            return new(TransactionError.InvalidBlobs, $"have {hashes.Length} blobs, want 1 to {most}");
        }

        foreach (ref readonly var hash in hashes)
        {
            if (hash.Bytes[0] != BlobGas.VersionedHashVersion)
            {
                return new(TransactionError.InvalidBlobs, $"blob hash {hash} is of another version");
            }
        }

        return default;
    }
}
