using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.GasPrice;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>eth_*: what transactions should pay.</summary>
internal sealed class EthFeeModule(RpcServices services, GasPriceOracle oracle, FeeHistoryReader history) : IRpcModule
{
    private static readonly ResultWriter<FeeHistory> History = (writer, history) =>
    {
        writer.WriteStartObject();
        writer.WriteQuantity("oldestBlock"u8, history.OldestBlock);
        if (history.Rewards is { } rewards)
        {
            writer.WritePropertyName("reward"u8);
            Result.List(Result.List(Result.BigQuantity))(writer, [.. rewards]);
        }

        if (history.BaseFees.Count > 0)
        {
            writer.WritePropertyName("baseFeePerGas"u8);
            Result.List(Result.BigQuantity)(writer, history.BaseFees);
        }

        writer.WriteStartArray("gasUsedRatio"u8);
        foreach (var ratio in history.GasUsedRatios)
        {
            writer.WriteNumberValue(ratio);
        }

        writer.WriteEndArray();
        if (history.BlobBaseFees is { } blobBaseFees)
        {
            writer.WritePropertyName("baseFeePerBlobGas"u8);
            Result.List(Result.BigQuantity)(writer, blobBaseFees);
            writer.WriteStartArray("blobGasUsedRatio"u8);
            foreach (var _ in history.GasUsedRatios)
            {
                writer.WriteNumberValue(0); // this chain carries no blobs
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    };

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("eth_gasPrice", Result.BigQuantity, () => oracle.SuggestTip() + services.Tree.Head.BaseFeePerGas.GetValueOrDefault());
        registry.Add("eth_maxPriorityFeePerGas", Result.BigQuantity, () => oracle.SuggestTip());
        registry.Add("eth_blobBaseFee", Result.BigQuantity, GetBlobBaseFee);
        var percentiles = Arg.List<double>(Arg.ReadDouble, "[]float64");
        registry.Add("eth_feeHistory", Arg.Count, Arg.BlockNumber, percentiles.Or([]), History, (count, newest, wanted) => history.Read(count, newest, wanted)).Heavy();
    }

    private RpcResult<UInt256> GetBlobBaseFee()
    {
        var head = services.Tree.Head;
        var rules = services.Spec.RulesAt(head.Number, head.Timestamp);
        return rules.IsCancun ? BlobGas.BaseFee(head.ExcessBlobGas.GetValueOrDefault(), rules.Blobs) : UInt256.Zero;
    }
}
