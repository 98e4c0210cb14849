using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PoaSidechain.JsonRpc;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Rpc;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>What real geth answers on <c>clique_*</c> over a small chain, put to the real modules.</summary>
internal static class RpcTranscript
{
    public static IEnumerable<Case> Read(JsonElement root) =>
        root.GetProperty("calls").EnumerateArray()
            .Where(call => call.GetProperty("method").GetString()!.StartsWith("clique_", StringComparison.Ordinal))
            .Select(call => new Case(
                $"rpc: {call.GetProperty("method").GetString()} {Shortened(call.GetProperty("params").GetRawText())}",
                null,
                () => RunAsync(root.GetProperty("chain"), call).GetAwaiter().GetResult()) { Skip = Deviation(call) });

    /// <summary>Where our answer is better on purpose (spec/clique.md 3.1): tags are resolved, and a missing argument is the caller's fault.</summary>
    private static string? Deviation(JsonElement call) => call.GetProperty("method").GetString() != "clique_getSigner" ? null
        : call.GetProperty("params").GetArrayLength() == 0 ? "geth crashes, -32602 here"
        : call.GetProperty("params")[0] is { ValueKind: JsonValueKind.String } text && text.GetString() == "latest" ? "geth does not resolve tags here"
        : null;

    private static async Task<string?> RunAsync(JsonElement chainJson, JsonElement call)
    {
        await using var chain = new LocalChain(SignedChains.Genesis(chainJson.GetProperty("genesis")));
        foreach (var rlp in chainJson.GetProperty("headersRlp").EnumerateArray())
        {
            var block = new Block(BlockHeader.Decode(Hex.Decode(rlp.GetString())), BlockBody.Empty);
            var result = await chain.ImportAsync(block);
            if (!result.Verdict.IsValid)
            {
                return $"block {block.Number}: {result.Verdict}";
            }
        }

        await using var modules = new RpcModules(
            new RpcServices
            {
                Spec = chain.Genesis.Spec, Tree = chain.Tree, States = chain.States, Engine = chain.Engine, Pool = chain.Pool, Builder = chain.Builder,
                Pin = chain.Pin, Proposals = chain.Proposals, ClientVersion = "test", DataDirectory = "", Time = chain.Clock,
            },
            NullLoggerFactory.Instance);
        await using var peer = new RpcPeer(modules.All);
        var answer = await peer.AskAsync($$"""{"jsonrpc":"2.0","id":1,"method":{{call.GetProperty("method").GetRawText()}},"params":{{call.GetProperty("params").GetRawText()}}}""");
        return Compare(call, answer!.Value);
    }

    private static string? Compare(JsonElement call, JsonElement answer)
    {
        if (call.TryGetProperty("error", out var error))
        {
            return answer.TryGetProperty("error", out var found)
                && found.GetProperty("code").GetInt32() == error.GetProperty("code").GetInt32()
                && found.GetProperty("message").GetString() == error.GetProperty("message").GetString()
                ? null
                : $"{answer}, expected {error}";
        }

        return answer.TryGetProperty("result", out var result) ? JsonDifference.Find(result, call.GetProperty("result")) : answer.ToString();
    }

    private static string Shortened(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
