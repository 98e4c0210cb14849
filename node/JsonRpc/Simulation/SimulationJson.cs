using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Calls;
using PoaSidechain.JsonRpc.Json;

namespace PoaSidechain.JsonRpc.Simulation;

/// <summary>Writes simulated blocks as geth does: a block, and what became of its calls.</summary>
internal static class SimulationJson
{
    /// <summary>All blocks.</summary>
    public static void Write(Utf8JsonWriter writer, List<SimulatedBlock> blocks, bool withTransactions)
    {
        writer.WriteStartArray();
        foreach (var block in blocks)
        {
            writer.WriteStartObject();
            BlockJson.WriteMembers(writer, block.Block, totalDifficulty: null, withTransactions, isPending: false);
            writer.WriteStartArray("calls"u8);
            for (var i = 0; i < block.Calls.Count; i++)
            {
                WriteCall(writer, block, i);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter writer, SimulatedBlock block, int index)
    {
        var call = block.Calls[index];
        var place = new TransactionPlace(block.Block.Header, index);
        writer.WriteStartObject();
        writer.WriteData("returnData"u8, call.Result.IsSuccess ? call.Result.Output.Span : []);
        writer.WriteStartArray("logs"u8);
        foreach (var (log, number) in call.Logs)
        {
            ReceiptJson.WriteLog(writer, new LogPlace(log, place, block.Block.Transactions[index].Hash, number, IsRemoved: false));
        }

        writer.WriteEndArray();
        writer.WriteQuantity("gasUsed"u8, call.Result.GasUsed);
        writer.WriteQuantity("maxUsedGas"u8, call.Result.PeakGas);
        writer.WriteQuantity("status"u8, call.Result.IsSuccess ? 1UL : 0UL);
        if (!call.Result.IsSuccess)
        {
            WriteError(writer, call);
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, SimulatedCall call)
    {
        writer.WriteStartObject("error"u8);
        if (call.Result.Error == EvmError.Reverted)
        {
            var error = CallErrors.Reverted(call.Result.Output.Span);
            writer.WriteString("message"u8, error.Message);
            writer.WriteNumber("code"u8, error.Code);
            writer.WriteString("data"u8, error.ErrorData);
        }
        else
        {
            writer.WriteString("message"u8, call.ErrorText);
            writer.WriteNumber("code"u8, SimulationErrors.CallFailed);
        }

        writer.WriteEndObject();
    }
}
