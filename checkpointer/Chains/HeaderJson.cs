using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Rebuilds headers from <c>eth_getBlockBy…</c> answers and computes their hash: an answer that names another hash is refused.</summary>
internal static class HeaderJson
{
    /// <summary>The header; throws when its fields do not hash to the hash given.</summary>
    public static BlockHeader Read(JsonElement block)
    {
        var header = new BlockHeader
        {
            ParentHash = block.Field("parentHash").ToHash(),
            UnclesHash = block.Field("sha3Uncles").ToHash(),
            Beneficiary = block.Field("miner").ToAddress(),
            StateRoot = block.Field("stateRoot").ToHash(),
            TransactionsRoot = block.Field("transactionsRoot").ToHash(),
            ReceiptsRoot = block.Field("receiptsRoot").ToHash(),
            LogsBloom = ReadBloom(block.Field("logsBloom").ToBytes()),
            Difficulty = block.Field("difficulty").ToUInt256(),
            Number = block.Field("number").ToUInt64(),
            GasLimit = block.Field("gasLimit").ToUInt64(),
            GasUsed = block.Field("gasUsed").ToUInt64(),
            Timestamp = block.Field("timestamp").ToUInt64(),
            ExtraData = block.Field("extraData").ToBytes(),
            MixHash = block.Field("mixHash").ToHash(),
            Nonce = UInt256.FromBigEndian(block.Field("nonce").ToBytes()).Low64,
            BaseFeePerGas = block.OptionalField("baseFeePerGas")?.ToUInt256(),
            WithdrawalsRoot = block.OptionalField("withdrawalsRoot")?.ToHash(),
            BlobGasUsed = block.OptionalField("blobGasUsed")?.ToUInt64(),
            ExcessBlobGas = block.OptionalField("excessBlobGas")?.ToUInt64(),
            ParentBeaconBlockRoot = block.OptionalField("parentBeaconBlockRoot")?.ToHash(),
            RequestsHash = block.OptionalField("requestsHash")?.ToHash(),
        };
        return header.Hash == block.Field("hash").ToHash()
            ? header
            : throw RpcException.Malformed("block", $"a header whose fields hash to the hash it names (number {header.Number})");
    }

    private static Bloom ReadBloom(byte[] bytes) =>
        bytes.Length == Bloom.Size ? new Bloom(bytes) : throw RpcException.Malformed("logsBloom", "256 bytes");
}
