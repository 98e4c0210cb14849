using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>A transaction of any type (Yellow Paper section 4.2, EIP-155, 2718, 2930, 1559, 4844, 7702).</summary>
/// <remarks>
/// Immutable; change one with a <c>with</c> expression, which forgets the cached hash and sender. Amounts are in wei, gas in units of gas.
/// Thread: any. Hash, encoding and sender are made once and kept.
/// </remarks>
public sealed partial record Transaction
{
    private byte[]? _encoded;
    private Hash256 _hash;
    private volatile bool _hasHash;
    private Address _sender;
    private volatile int _senderState; // 0 not tried, 1 known, 2 there is none

    /// <summary>An unsigned transaction to be filled by its initializer.</summary>
    public Transaction()
    {
    }

    private Transaction(Transaction original)
    {
        Type = original.Type;
        ChainId = original.ChainId;
        Nonce = original.Nonce;
        MaxPriorityFeePerGas = original.MaxPriorityFeePerGas;
        MaxFeePerGas = original.MaxFeePerGas;
        GasLimit = original.GasLimit;
        To = original.To;
        Value = original.Value;
        Data = original.Data;
        AccessList = original.AccessList;
        MaxFeePerBlobGas = original.MaxFeePerBlobGas;
        BlobVersionedHashes = original.BlobVersionedHashes;
        AuthorizationList = original.AuthorizationList;
        Signature = original.Signature;
    }

    /// <summary>Which envelope.</summary>
    public TransactionType Type { get; init; }

    /// <summary>The chain it is for; null only for a legacy transaction without replay protection (before EIP-155).</summary>
    public UInt256? ChainId { get; init; }

    /// <summary>Number of transactions the sender had sent before.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Tip cap in wei per gas (EIP-1559); the gas price for types 0 and 1.</summary>
    public UInt256 MaxPriorityFeePerGas { get; init; }

    /// <summary>Fee cap in wei per gas (EIP-1559); the gas price for types 0 and 1.</summary>
    public UInt256 MaxFeePerGas { get; init; }

    /// <summary>The gas price of a type 0 or 1 transaction: sets both caps.</summary>
    public UInt256 GasPrice
    {
        get => MaxFeePerGas;
        init
        {
            MaxFeePerGas = value;
            MaxPriorityFeePerGas = value;
        }
    }

    /// <summary>Most gas that may be used.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>The called account, or null to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Amount moved, in wei.</summary>
    public UInt256 Value { get; init; }

    /// <summary>Call data or init code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Access list (types 1 to 4), else empty.</summary>
    public ReadOnlyMemory<AccessListEntry> AccessList { get; init; }

    /// <summary>Blob fee cap in wei per blob gas (type 3).</summary>
    public UInt256 MaxFeePerBlobGas { get; init; }

    /// <summary>Blob commitments' hashes (type 3).</summary>
    public ReadOnlyMemory<Hash256> BlobVersionedHashes { get; init; }

    /// <summary>Code delegations (type 4).</summary>
    public ReadOnlyMemory<Authorization> AuthorizationList { get; init; }

    /// <summary>The sender's signature.</summary>
    public Signature Signature { get; init; }

    /// <summary>True when the transaction creates a contract.</summary>
    public bool IsCreation => To is null;

    /// <summary>True when the fee is given by two caps (types 2 and later).</summary>
    public bool HasFeeCaps => Type >= TransactionType.DynamicFee;

    /// <summary>The envelope as it is hashed, stored and gossiped: type byte and RLP list, or the bare list of a legacy transaction.</summary>
    public ReadOnlyMemory<byte> Encoded => _encoded ??= EncodeEnvelope();

    /// <summary>Keccak-256 of <see cref="Encoded"/>.</summary>
    public Hash256 Hash
    {
        get
        {
            if (!_hasHash)
            {
                _hash = Keccak256.Hash(Encoded.Span);
                _hasHash = true; // after the value: a racing thread writes the same bytes
            }

            return _hash;
        }
    }

    /// <summary>The account that signed; false when the signature is none. Rules about s and the chain id are the caller's.</summary>
    public bool TryGetSender(out Address sender)
    {
        if (_senderState == 0)
        {
            var found = Secp256k1.TryRecoverAddress(SigningHash(), Signature, out var recovered);
            _sender = recovered;
            _senderState = found ? 1 : 2;
        }

        sender = _sender;
        return _senderState == 1;
    }

    /// <summary>The price in wei per gas that is paid under a base fee; the base fee part of it is burnt (EIP-1559).</summary>
    /// <remarks>Meaningful only when <see cref="MaxFeePerGas"/> is at least the base fee.</remarks>
    public UInt256 EffectiveGasPrice(in UInt256 baseFee)
    {
        var withTip = UInt256.Add(baseFee, MaxPriorityFeePerGas, out var sum) ? UInt256.MaxValue : sum;
        return withTip < MaxFeePerGas ? withTip : MaxFeePerGas;
    }

    /// <summary>The same transaction signed by a key.</summary>
    public Transaction SignedBy(PrivateKey key) => this with { Signature = key.Sign(SigningHash()) };

    /// <summary>The same transaction, taken as sent by an account that did not sign it: for eth_call and for tests.</summary>
    public Transaction AsIfSentBy(Address sender)
    {
        var copy = this with { };
        copy._sender = sender;
        copy._senderState = 1;
        return copy;
    }

    /// <summary>Equal hashes.</summary>
    public bool Equals(Transaction? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>The hash.</summary>
    public override string ToString() => Hash.ToString();
}
