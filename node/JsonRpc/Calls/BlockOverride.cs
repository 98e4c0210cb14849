using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>What a caller wants the block to be for the time of a call (geth: BlockOverrides).</summary>
internal sealed class BlockOverride
{
    private static readonly ObjectReader<BlockOverride> Reader = new ObjectReader<BlockOverride>("BlockOverrides")
        .Member<UInt256>("number", Arg.ReadUInt256, (block, value) => block.Number = value)
        .Member<UInt256>("difficulty", Arg.ReadUInt256, (block, value) => block.Difficulty = value)
        .Member<ulong>("time", Arg.ReadUInt64, (block, value) => block.Time = value)
        .Member<ulong>("gasLimit", Arg.ReadUInt64, (block, value) => block.GasLimit = value)
        .Member<Address>("feeRecipient", Arg.ReadAddress, (block, value) => block.FeeRecipient = value)
        .Member<Address>("coinbase", Arg.ReadAddress, (block, value) => block.FeeRecipient = value)
        .Member<Hash256>("prevRandao", Arg.ReadHash, (block, value) => block.Random = value)
        .Member<Hash256>("random", Arg.ReadHash, (block, value) => block.Random = value)
        .Member<UInt256>("baseFeePerGas", Arg.ReadUInt256, (block, value) => block.BaseFee = value)
        .Member<UInt256>("baseFee", Arg.ReadUInt256, (block, value) => block.BaseFee = value)
        .Member<Hash256>("beaconRoot", Arg.ReadHash, (block, value) => block.BeaconRoot = value)
        .Member<UInt256>("blobBaseFee", Arg.ReadUInt256, (block, value) => block.BlobBaseFee = value);

    /// <summary>The parameter.</summary>
    public static Argument<BlockOverride> Parameter { get; } = new(Reader.Read);

    /// <summary>Nothing is to differ.</summary>
    public static BlockOverride None { get; } = new();

    public UInt256? Number { get; set; }

    public UInt256? Difficulty { get; set; }

    public ulong? Time { get; set; }

    public ulong? GasLimit { get; set; }

    public Address? FeeRecipient { get; set; }

    public Hash256? Random { get; set; }

    public UInt256? BaseFee { get; set; }

    public UInt256? BlobBaseFee { get; set; }

    /// <summary>For eth_simulateV1: the parent's beacon root (EIP-4788).</summary>
    public Hash256? BeaconRoot { get; set; }

    internal static ArgumentError? Read(ref Utf8JsonReader reader, out BlockOverride value) => Reader.Read(ref reader, out value);

    /// <summary>The block as it is to be. The rules stay those of the real block.</summary>
    public BlockContext Apply(BlockContext context) => this == None
        ? context
        : context with
        {
            Number = Number?.SaturateToUInt64() ?? context.Number,
            Difficulty = Random is not null && Difficulty is null ? default : Difficulty ?? context.Difficulty,
            Timestamp = Time ?? context.Timestamp,
            GasLimit = GasLimit ?? context.GasLimit,
            FeeRecipient = FeeRecipient ?? context.FeeRecipient,
            MixHash = Random ?? context.MixHash,
            BaseFeePerGas = BaseFee ?? context.BaseFeePerGas,
            BlobBaseFee = BlobBaseFee ?? context.BlobBaseFee,
        };
}
