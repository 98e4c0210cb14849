using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>One signer's node: blocks, Clique and the pin from here, everything else from the anvil below.</summary>
internal sealed class StandInNode(StandInChain chain, Anvil anvil) : IRpcTransport
{
    public string Name => "stand-in";

    /// <summary>What the checkpointer told the node.</summary>
    public (ulong Number, Hash256 Hash)? Attested { get; private set; }

    public (ulong Index, ulong Number, Hash256 Hash)? Final { get; private set; }

    public bool Syncing { get; set; }

    /// <summary>Signers of whom this node would have seen two seals at one height.</summary>
    public List<Address> Equivocators { get; } = [];

    /// <summary>A test's wish to falsify an answer: method and true answer in, answer out.</summary>
    public Func<string, JsonNode?, JsonNode?>? Lie { get; set; }

    /// <summary>Requests are refused as if the process were gone.</summary>
    public bool IsDown { get; set; }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            throw new IOException("The node is down.");
        }

        var node = JsonNode.Parse(request.Span)!;
        JsonNode answer = node is JsonArray batch
            ? new JsonArray([.. await Task.WhenAll(batch.Select(item => AnswerAsync(item!.AsObject())))])
            : await AnswerAsync(node.AsObject());
        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }

    public void Dispose()
    {
    }

    private async Task<JsonNode> AnswerAsync(JsonObject request)
    {
        var method = request["method"]!.GetValue<string>();
        var parameters = request["params"]!.AsArray();
        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone() };
        if (TryOwn(method, parameters, out var own))
        {
            answer["result"] = Lie is null ? own : Lie(method, own);
            return answer;
        }

        var result = await anvil.TryAsync(new RpcCall(method, [.. parameters.Select(p => p?.DeepClone())]));
        if (result.Error is { } error)
        {
            answer["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };
            if (error.Data is { } data)
            {
                answer["error"]!["data"] = Hex.Encode(data.Span);
            }
        }
        else
        {
            var value = JsonNode.Parse(result.Value.GetRawText());
            answer["result"] = Lie is null ? value : Lie(method, value);
        }

        return answer;
    }

    private bool TryOwn(string method, JsonArray parameters, out JsonNode? result)
    {
        result = null;
        switch (method)
        {
            case "eth_getBlockByNumber":
                result = Block(parameters[0]!.GetValue<string>());
                return true;
            case "debug_getRawHeader":
                result = Hex.Encode(chain.At(NumberAt(parameters, 0))!.Encode());
                return true;
            case "clique_getSignersAtHash":
                result = new JsonArray([.. chain.SetAfter(HashAt(parameters, 0)).Members.Select(m => (JsonNode)m.ToString())]);
                return true;
            case "clique_getSigner":
                result = chain.SealerOf(HashAt(parameters, 0)).ToString();
                return true;
            case "clique_getEquivocations":
                result = new JsonArray([.. Equivocators.Select(signer => (JsonNode)new JsonObject { ["signer"] = signer.ToString() })]);
                return true;
            case "checkpoint_setAttested":
                Attested = Attested is { } a && a.Number > NumberAt(parameters, 0) ? a : (NumberAt(parameters, 0), HashAt(parameters, 1));
                result = true;
                return true;
            case "checkpoint_setFinal":
                Final = (NumberAt(parameters, 0), NumberAt(parameters, 1), HashAt(parameters, 2));
                result = true;
                return true;
            case "checkpoint_status":
                result = Status();
                return true;
            default:
                return false;
        }
    }

    private JsonObject Status() => new()
    {
        ["attested"] = Attested is { } a ? new JsonObject { ["number"] = Hex.Quantity(a.Number), ["hash"] = a.Hash.ToString() } : null,
        ["final"] = Final is { } f
            ? new JsonObject { ["index"] = Hex.Quantity(f.Index), ["number"] = Hex.Quantity(f.Number), ["hash"] = f.Hash.ToString() }
            : null,
        ["conflict"] = Final is { } pin && chain.At(pin.Number) is { } block && block.Hash != pin.Hash,
        ["syncing"] = Syncing,
    };

    private JsonObject? Block(string tag)
    {
        var header = tag == "latest" ? chain.Head : chain.At(Convert.ToUInt64(tag, 16));
        return header is null ? null : ToJson(header);
    }

    private static Hash256 HashAt(JsonArray parameters, int index) => Hash256.Parse(parameters[index]!.GetValue<string>());

    private static ulong NumberAt(JsonArray parameters, int index) => Convert.ToUInt64(parameters[index]!.GetValue<string>(), 16);

    private static JsonObject ToJson(BlockHeader header) => new()
    {
        ["hash"] = header.Hash.ToString(),
        ["parentHash"] = header.ParentHash.ToString(),
        ["sha3Uncles"] = header.UnclesHash.ToString(),
        ["miner"] = header.Beneficiary.ToString(),
        ["stateRoot"] = header.StateRoot.ToString(),
        ["transactionsRoot"] = header.TransactionsRoot.ToString(),
        ["receiptsRoot"] = header.ReceiptsRoot.ToString(),
        ["logsBloom"] = Hex.Encode(header.LogsBloom.Bytes),
        ["difficulty"] = Hex.Quantity(header.Difficulty),
        ["number"] = Hex.Quantity(header.Number),
        ["gasLimit"] = Hex.Quantity(header.GasLimit),
        ["gasUsed"] = Hex.Quantity(header.GasUsed),
        ["timestamp"] = Hex.Quantity(header.Timestamp),
        ["extraData"] = Hex.Encode(header.ExtraData.Span),
        ["mixHash"] = header.MixHash.ToString(),
        ["nonce"] = "0x" + header.Nonce.ToString("x16"),
        ["baseFeePerGas"] = Hex.Quantity(header.BaseFeePerGas!.Value),
    };
}
