namespace PoaSidechain.Primitives.Bridge;

/// <summary>What a quorum of signers says about the sidechain up to and including block <see cref="LastBlock"/>.</summary>
/// <remarks>Immutable; compared by value. The Solidity struct <c>Checkpoint</c> field by field. Thread: any.</remarks>
public sealed record Checkpoint : IBridgeMessage
{
    /// <summary>Most blocks one checkpoint may cover.</summary>
    public const int MaxRange = 65_536;

    private const int Words = 16;

    /// <summary>EIP-712 type hash.</summary>
    public static Hash256 Type { get; } = BridgeIdentity.HashOf(
        "Checkpoint(uint64 index,uint32 round,uint64 firstBlock,uint64 lastBlock,uint64 lastTimestamp," +
        "uint64 withdrawalCount,uint64 depositCount,bytes32 parentDigest,bytes32 lastBlockHash,bytes32 stateRoot," +
        "bytes32 blocksRoot,bytes32 withdrawalRoot,bytes32 depositAcc,bytes32 setHash,bytes32 nextSetHash)");

    /// <summary>Position in the sequence of accepted checkpoints; the first is 1.</summary>
    public required ulong Index { get; init; }

    /// <summary>Attempt at this index: a later round may be signed when an earlier one failed to reach quorum.</summary>
    public required uint Round { get; init; }

    /// <summary>First sidechain block covered: the predecessor's last + 1.</summary>
    public required ulong FirstBlock { get; init; }

    /// <summary>Last sidechain block covered.</summary>
    public required ulong LastBlock { get; init; }

    /// <summary>Timestamp of the last block, seconds.</summary>
    public required ulong LastTimestamp { get; init; }

    /// <summary><c>Outbox.count</c> in the state of the last block.</summary>
    public required ulong WithdrawalCount { get; init; }

    /// <summary><c>Inbox.count</c> in the state of the last block.</summary>
    public required ulong DepositCount { get; init; }

    /// <summary>Digest of the checkpoint before; for index 1 <see cref="BridgeIdentity.GenesisDigest"/>.</summary>
    public required Hash256 ParentDigest { get; init; }

    /// <summary>Hash of the last block.</summary>
    public required Hash256 LastBlockHash { get; init; }

    /// <summary>State root of the last block.</summary>
    public required Hash256 StateRoot { get; init; }

    /// <summary>Root of the <see cref="BlocksTree"/> over the covered blocks.</summary>
    public required Hash256 BlocksRoot { get; init; }

    /// <summary><c>Outbox.root</c> in the state of the last block.</summary>
    public required Hash256 WithdrawalRoot { get; init; }

    /// <summary>Deposit accumulator of the Inbox in the state of the last block.</summary>
    public required Hash256 DepositAcc { get; init; }

    /// <summary>Hash of the signer set that sealed the covered blocks and signs this checkpoint.</summary>
    public required Hash256 SetHash { get; init; }

    /// <summary>Hash of the set that signs the next checkpoint; equal to <see cref="SetHash"/> when unchanged.</summary>
    public required Hash256 NextSetHash { get; init; }

    /// <summary>True when the signer set changes at the last block.</summary>
    public bool ChangesSet => SetHash != NextSetHash;

    /// <inheritdoc/>
    public Hash256 TypeHash => Type;

    /// <inheritdoc/>
    public byte[] Encode()
    {
        var encoded = new byte[Words * 32];
        var writer = new WordWriter(encoded);
        writer.Write(Type);
        WriteFields(ref writer);
        return encoded;
    }

    /// <summary>The fields alone, <c>abi.encode(checkpoint)</c>: how contracts take it as an argument.</summary>
    public byte[] EncodeFields() => Encode()[32..];

    /// <summary>Reads what <see cref="Encode"/> wrote; false for another type, a wrong length or a field out of its range.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out Checkpoint? checkpoint)
    {
        var reader = new WordReader(encoded);
        var type = reader.ReadHash();
        var decoded = ReadFields(ref reader);
        checkpoint = type == Type && reader.IsComplete ? decoded : null;
        return checkpoint is not null;
    }

    private static Checkpoint ReadFields(ref WordReader reader) => new()
    {
        Index = reader.ReadUInt64(),
        Round = reader.ReadUInt32(),
        FirstBlock = reader.ReadUInt64(),
        LastBlock = reader.ReadUInt64(),
        LastTimestamp = reader.ReadUInt64(),
        WithdrawalCount = reader.ReadUInt64(),
        DepositCount = reader.ReadUInt64(),
        ParentDigest = reader.ReadHash(),
        LastBlockHash = reader.ReadHash(),
        StateRoot = reader.ReadHash(),
        BlocksRoot = reader.ReadHash(),
        WithdrawalRoot = reader.ReadHash(),
        DepositAcc = reader.ReadHash(),
        SetHash = reader.ReadHash(),
        NextSetHash = reader.ReadHash(),
    };

    private void WriteFields(ref WordWriter writer)
    {
        writer.Write(Index);
        writer.Write(Round);
        writer.Write(FirstBlock);
        writer.Write(LastBlock);
        writer.Write(LastTimestamp);
        writer.Write(WithdrawalCount);
        writer.Write(DepositCount);
        writer.Write(ParentDigest);
        writer.Write(LastBlockHash);
        writer.Write(StateRoot);
        writer.Write(BlocksRoot);
        writer.Write(WithdrawalRoot);
        writer.Write(DepositAcc);
        writer.Write(SetHash);
        writer.Write(NextSetHash);
    }

    /// <summary>The fields in the order of the Solidity struct, for a call of a contract.</summary>
    public object[] ToAbi() =>
    [
        Index, Round, FirstBlock, LastBlock, LastTimestamp, WithdrawalCount, DepositCount, ParentDigest, LastBlockHash, StateRoot, BlocksRoot,
        WithdrawalRoot, DepositAcc, SetHash, NextSetHash,
    ];
}
