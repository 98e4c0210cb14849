using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Rpc;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>Questions and answers of execution-apis, put to the real dispatcher over their chain.</summary>
public sealed class RpcSuite : ISuite
{
    private static readonly Lazy<JsonElement> OpenRpc = new(() => Vectors.Json("rpc.tar.gz", "rpc/execution-apis/openrpc/refs-openrpc.json"));

    private const string NoBlockTimestamp = "a transaction without blockTimestamp, as geth wrote it in 2023; the newer cases of the same method have it";

    /// <summary>What says nothing about this node, and why.</summary>
    private static readonly (string Path, string Reason)[] NotApplicable =
    [
        ("/testing_buildBlockV1/", "asks for a payload of the engine API, by which a consensus layer leads a node; a Clique node has none"),
        ("/eth_sendRawTransaction/send-blob-tx.io", "a blob transaction into the pool: a chain without a consensus layer has nobody to keep blobs"),
        ("/eth_getTransactionReceipt/get-blob-tx.io", "the receipt of a blob transaction, which no chain of this node contains"),
        ("-london-2023/tests/eth_getBlockByHash/get-block-by-hash.io", NoBlockTimestamp),
        ("-london-2023/tests/eth_getBlockByNumber/get-block-n.io", NoBlockTimestamp),
        ("-london-2023/tests/eth_getTransactionByBlockNumberAndIndex/get-block-n.io", NoBlockTimestamp),
        ("-london-2023/tests/eth_getTransactionByHash/get-legacy-tx.io", NoBlockTimestamp),
        ("-london-2023/tests/eth_estimateGas/estimate-simple-contract.io", "the exact search of geth before 1.13.5; it and the newer cases stop within 1.5 %"),
    ];

    public string Name => "rpc";

    public string Summary => "execution-apis' questions and answers, over the real JSON-RPC dispatcher";

    public IReadOnlyList<FixtureSet> Defaults => [new("rpc.tar.gz", @"\.io$")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var method = file.Folder.TrimEnd('/').Split('/')[^1];
        var skip = NotApplicable.Where(entry => file.Path.Contains(entry.Path, StringComparison.Ordinal)).Select(entry => entry.Reason).FirstOrDefault();
        return [new Case(file.Name, method, () => RunAsync(file).GetAwaiter().GetResult()) { Skip = skip }];
    }

    private static async Task<string?> RunAsync(VectorFile file)
    {
        var one = IoCase.Read(file);
        await using var peer = new RpcPeer(RpcChains.Of(file, levelsUp: 1, ("genesis.json", "chain.rlp")));
        foreach (var (request, expected) in one.Exchanges)
        {
            var answer = await peer.AskAsync(request);
            if (answer is null)
            {
                return "no answer";
            }

            var problem = one.IsSchemaOnly ? CheckSchema(request, answer.Value, expected) : JsonDifference.Find(answer.Value, expected) ?? CompareTexts(answer.Value, expected);
            if (problem is not null)
            {
                return problem;
            }
        }

        return one.Exchanges.Count == 0 ? "there are no questions" : null;
    }

    /// <summary>Beyond what the cases ask for: errors are in geth's words, by which libraries know them.</summary>
    private static string? CompareTexts(JsonElement answer, JsonElement expected)
    {
        var text = TextOf(answer);
        return text == TextOf(expected) ? null : $"$.error.message: {text}, expected {TextOf(expected)}";
    }

    private static string? TextOf(JsonElement answer) =>
        answer.TryGetProperty("error", out var error) && error.TryGetProperty("message", out var message) ? message.GetString() : null;

    private static string? CheckSchema(string request, JsonElement answer, JsonElement expected)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return expected.TryGetProperty("error", out _) ? null : $"an error: {error}";
        }

        if (!answer.TryGetProperty("result", out var result))
        {
            return "neither result nor error";
        }

        using var question = JsonDocument.Parse(request);
        var name = question.RootElement.GetProperty("method").GetString();
        var method = OpenRpc.Value.GetProperty("methods").EnumerateArray().FirstOrDefault(one => one.GetProperty("name").GetString() == name);
        return method.ValueKind == JsonValueKind.Undefined ? null : new JsonSchema(OpenRpc.Value).Check(result, method.GetProperty("result").GetProperty("schema"));
    }
}
