using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.Conformance.Rpc;
using PoaSidechain.Tests.Conformance.Tracers;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>What geth's tracers show: geth's own test data, and answers of a geth to debug_traceBlockByNumber.</summary>
public sealed class TracersSuite : ISuite
{
    private static readonly (string Folder, string Tracer)[] Folders =
    [
        ("/call_tracer/", "callTracer"), ("/call_tracer_withLog/", "callTracer"), ("/call_tracer_flat/", "flatCallTracer"),
        ("/prestate_tracer/", "prestateTracer"), ("/prestate_tracer_with_diff_mode/", "prestateTracer"),
    ];

    private static readonly (string Folder, string Reason)[] Skipped =
    [
        ("/call_tracer_legacy/", "a JavaScript tracer of geth before 1.10: no scripts are run here"),
        ("/prestate_tracer_legacy/", "a JavaScript tracer of geth before 1.10: no scripts are run here"),
        ("/erc7562_tracer/", "a tracer for bundlers of account abstraction, which this node does not offer"),
    ];

    public string Name => "tracers";

    public string Summary => "geth's tracer tests, and a geth's traces of blocks over the real JSON-RPC dispatcher";

    public IReadOnlyList<FixtureSet> Defaults =>
    [
        new("tracers-tools.tar.gz", "tracers/geth/.*json$"),
        new("rpc.tar.gz", "rpc/geth-spec-tests/debug-test-specs/.*json$"),
    ];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        if (root.TryGetProperty("request", out _))
        {
            return [new Case(file.Name, null, () => AskAsync(file, root).GetAwaiter().GetResult())];
        }

        if (!root.TryGetProperty("genesis", out _) || !root.TryGetProperty("result", out _))
        {
            return [];
        }

        var tracer = Folders.Where(entry => file.Path.Contains(entry.Folder, StringComparison.Ordinal)).Select(entry => entry.Tracer).FirstOrDefault("callTracer");
        var skip = Skipped.Where(entry => file.Path.Contains(entry.Folder, StringComparison.Ordinal)).Select(entry => entry.Reason).FirstOrDefault();
        return [new Case(file.Name, null, () => TracerTest.Run(root, tracer)) { Skip = skip }];
    }

    private static async Task<string?> AskAsync(VectorFile file, JsonElement root)
    {
        await using var peer = new RpcPeer(RpcChains.Of(file, "geth-spec-tests/chain-data/genesis.json", "geth-spec-tests/chain-data/blocks.bin"));
        var answer = await peer.AskAsync(Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(root.GetProperty("request"))));
        return answer is null ? "no answer" : JsonDifference.Find(answer.Value, root.GetProperty("response"));
    }
}
