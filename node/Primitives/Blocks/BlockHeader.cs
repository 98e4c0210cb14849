using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Blocks;

/// <summary>A block header (Yellow Paper section 4.3) with the fields that later forks added, null while not active.</summary>
/// <remarks>
/// Immutable; change one with a <c>with</c> expression, which forgets the cached hash. Gas in units of gas, time in seconds since 1970, fees in wei.
/// Thread: any.
/// </remarks>
public sealed partial record BlockHeader
{
    private Hash256 _hash;
    private volatile bool _hasHash;

    /// <summary>A header to be filled by its initializer; every default is the value of an empty block.</summary>
    public BlockHeader()
    {
    }

    private BlockHeader(BlockHeader original)
    {
        ParentHash = original.ParentHash;
        UnclesHash = original.UnclesHash;
        Beneficiary = original.Beneficiary;
        StateRoot = original.StateRoot;
        TransactionsRoot = original.TransactionsRoot;
        ReceiptsRoot = original.ReceiptsRoot;
        LogsBloom = original.LogsBloom;
        Difficulty = original.Difficulty;
        Number = original.Number;
        GasLimit = original.GasLimit;
        GasUsed = original.GasUsed;
        Timestamp = original.Timestamp;
        ExtraData = original.ExtraData;
        MixHash = original.MixHash;
        Nonce = original.Nonce;
        BaseFeePerGas = original.BaseFeePerGas;
        WithdrawalsRoot = original.WithdrawalsRoot;
        BlobGasUsed = original.BlobGasUsed;
        ExcessBlobGas = original.ExcessBlobGas;
        ParentBeaconBlockRoot = original.ParentBeaconBlockRoot;
        RequestsHash = original.RequestsHash;
    }

    /// <summary>Hash of the parent.</summary>
    public Hash256 ParentHash { get; init; }

    /// <summary>Hash of the uncle list; on a Clique chain that of the empty list.</summary>
    public Hash256 UnclesHash { get; init; } = Keccak256.OfEmptyList;

    /// <summary>The header's beneficiary field. On a Clique chain the account voted on, not the one that earns fees (EIP-225).</summary>
    public Address Beneficiary { get; init; }

    /// <summary>State root after the block.</summary>
    public Hash256 StateRoot { get; init; } = Keccak256.OfEmptyTrie;

    /// <summary>Root of the trie of transactions.</summary>
    public Hash256 TransactionsRoot { get; init; } = Keccak256.OfEmptyTrie;

    /// <summary>Root of the trie of receipts.</summary>
    public Hash256 ReceiptsRoot { get; init; } = Keccak256.OfEmptyTrie;

    /// <summary>Filter over all logs.</summary>
    public Bloom LogsBloom { get; init; } = Bloom.Empty;

    /// <summary>Difficulty; on a Clique chain 2 in turn, 1 out of turn.</summary>
    public UInt256 Difficulty { get; init; }

    /// <summary>Height, 0 for genesis.</summary>
    public ulong Number { get; init; }

    /// <summary>Most gas the block may use.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>Gas used.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Extra data: on a Clique chain 32 bytes vanity, the signers at an epoch block, 65 bytes seal.</summary>
    public ReadOnlyMemory<byte> ExtraData { get; init; }

    /// <summary>Mix hash; on a Clique chain zero.</summary>
    public Hash256 MixHash { get; init; }

    /// <summary>The eight bytes of the nonce field as a big-endian number; on a Clique chain the kind of vote.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Base fee in wei per gas, from London on (EIP-1559).</summary>
    public UInt256? BaseFeePerGas { get; init; }

    /// <summary>Root of the trie of withdrawals, from Shanghai on (EIP-4895).</summary>
    public Hash256? WithdrawalsRoot { get; init; }

    /// <summary>Blob gas used, from Cancun on (EIP-4844).</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>Running excess of blob gas, from Cancun on (EIP-4844).</summary>
    public ulong? ExcessBlobGas { get; init; }

    /// <summary>Root of the parent beacon block, from Cancun on (EIP-4788); on a Clique chain zero.</summary>
    public Hash256? ParentBeaconBlockRoot { get; init; }

    /// <summary>Hash of the requests, from Prague on (EIP-7685).</summary>
    public Hash256? RequestsHash { get; init; }

    /// <summary>Keccak-256 of the RLP: the block's identity.</summary>
    public Hash256 Hash
    {
        get
        {
            if (!_hasHash)
            {
                _hash = Keccak256.Hash(Encode());
                _hasHash = true; // after the value: a racing thread writes the same bytes
            }

            return _hash;
        }
    }

    /// <summary>Equal hashes.</summary>
    public bool Equals(BlockHeader? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>Number and hash.</summary>
    public override string ToString() => $"{Number} {Hash}";
}
