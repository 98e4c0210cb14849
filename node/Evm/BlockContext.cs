using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm;

/// <summary>What a transaction may know of the block it is in (execution-specs: <c>BlockEnvironment</c>).</summary>
/// <remarks>Immutable. Thread: any, if <see cref="BlockHash"/> is.</remarks>
public sealed record BlockContext
{
    /// <summary>Rules in force.</summary>
    public required ForkRules Rules { get; init; }

    /// <summary>The chain id (EIP-155, CHAINID).</summary>
    public required UInt256 ChainId { get; init; }

    /// <summary>Height (NUMBER).</summary>
    public required ulong Number { get; init; }

    /// <summary>Seconds since 1970 (TIMESTAMP).</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>Most gas the block may use (GASLIMIT).</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>Who earns the fees (COINBASE): on a Clique chain the signer that sealed the block, not the header's beneficiary.</summary>
    public required Address FeeRecipient { get; init; }

    /// <summary>Difficulty. As long as it is not 0, it is what opcode 0x44 answers, whatever forks are active (spec: geth's rule on Clique chains).</summary>
    public UInt256 Difficulty { get; init; }

    /// <summary>The header's mix hash: what opcode 0x44 answers when the difficulty is 0 (EIP-4399).</summary>
    public Hash256 MixHash { get; init; }

    /// <summary>Base fee in wei per gas (EIP-1559); 0 before London.</summary>
    public UInt256 BaseFeePerGas { get; init; }

    /// <summary>Base fee in wei per blob gas (EIP-4844, BLOBBASEFEE); 1 on a chain without blobs.</summary>
    public UInt256 BlobBaseFee { get; init; } = UInt256.One;

    /// <summary>Most blobs a transaction may have. 0, as on every chain of ours, refuses blob transactions altogether.</summary>
    public ulong MaxBlobs { get; init; }

    /// <summary>Precompiled contracts where a caller wants them (eth_simulateV1); null on chains, for those of the fork.</summary>
    public MovablePrecompiles? Precompiles { get; init; }

    /// <summary>Hash of one of the 256 blocks before this one, by number (BLOCKHASH); zero when not known.</summary>
    public required Func<ulong, Hash256> BlockHash { get; init; }

    /// <summary>The context of a header's block.</summary>
    /// <param name="header">The header; roots and gas used need not be final.</param>
    /// <param name="feeRecipient">Who earns the fees, as the consensus engine says.</param>
    /// <param name="rules">Rules at the header's number and time.</param>
    /// <param name="chainId">The chain id.</param>
    /// <param name="blockHash">Hash of an ancestor by number.</param>
    public static BlockContext Of(
        BlockHeader header, in Address feeRecipient, ForkRules rules, in UInt256 chainId, Func<ulong, Hash256> blockHash) => new()
        {
            Rules = rules,
            ChainId = chainId,
            Number = header.Number,
            Timestamp = header.Timestamp,
            GasLimit = header.GasLimit,
            FeeRecipient = feeRecipient,
            Difficulty = header.Difficulty,
            MixHash = header.MixHash,
            BaseFeePerGas = header.BaseFeePerGas.GetValueOrDefault(),
            BlobBaseFee = BlobGas.BaseFee(header.ExcessBlobGas.GetValueOrDefault(), rules.Blobs),
            BlockHash = blockHash,
        };
}
