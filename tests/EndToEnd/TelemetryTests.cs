using System.Globalization;
using System.Text.Json;
using PoaSidechain.Tests.EndToEnd.Nodes;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>What a running node tells its operator: OTLP, and the status at a glance.</summary>
public sealed class TelemetryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("grpc", "grpc")]
    [InlineData("http/protobuf", "http")]
    public async Task Metrics_traces_and_logs_are_pushed_by_otlp(string protocol, string transport)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var port = transport == "grpc" ? receiver.GrpcPort : receiver.HttpPort;
        await using var one = await OneNode.StartAsync(
            "--otlp.endpoint", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), "--otlp.protocol", protocol);

        await Poll.UntilAsync(
            async () =>
            {
                await one.Node.Rpc.HeadAsync();
                return receiver.Has(transport, "metrics", name => name == "chain.head.number")
                    && receiver.Has(transport, "metrics", name => name == "rpc.server.call.duration")
                    && receiver.Has(transport, "metrics", name => name == "exemplar:rpc.server.call.duration")
                    && receiver.Has(transport, "traces", name => name == "eth_blockNumber")
                    && receiver.Has(transport, "logs", line => line.StartsWith("Node is up", StringComparison.Ordinal));
            },
            Limit,
            () => $"metrics, traces and logs arrive; what did: {string.Join('\n', receiver.Exports)}\n{one.Node.LogTail}");
    }

    [Fact]
    public async Task Status_shows_a_running_node_at_a_glance()
    {
        await using var one = await OneNode.StartAsync();
        await Poll.UntilAsync(async () => await one.Node.Rpc.HeadAsync() >= 14, Limit, () => $"block 14. {one.Node.LogTail}");

        var (exitCode, text) = await Programs.TryRunAsync(Repository.Poa, ["status", "--json", "--attach", one.Node.Ipc], Limit);
        var status = JsonSerializer.Deserialize<JsonElement>(text);
        var signer = Assert.Single(status.GetProperty("signers").EnumerateArray());

        Assert.Equal(0, exitCode);
        Assert.Equal(1337, status.GetProperty("chainId").GetInt32());
        Assert.True(status.GetProperty("head").GetInt32() >= 14);
        Assert.Equal(100, status.GetProperty("inTurnPercent").GetDouble());
        Assert.Equal(one.Node.Signer.ToString(), signer.GetProperty("address").GetString());
        Assert.True(signer.GetProperty("sealed").GetInt32() > 0 && signer.GetProperty("isNext").GetBoolean() && signer.GetProperty("isThisNode").GetBoolean());

        // Over HTTP, on the screen, and live.
        var (_, screen) = await Programs.TryRunAsync(Repository.Poa, ["status", "--attach", one.Node.Http.ToString()], Limit);
        Assert.Contains("all signers are there", screen, StringComparison.Ordinal);
        Assert.Contains(one.Node.Signer.ToString(), screen, StringComparison.Ordinal);
        var (_, live) = await Programs.TryRunAsync(Repository.Poa, ["top", "--json", "--interval", "0.2", "--attach", one.Node.Ipc], TimeSpan.FromSeconds(4));
        Assert.True(live.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("{\"client\"", StringComparison.Ordinal)) > 1, live);
    }

    [Fact]
    public async Task Status_of_no_node_says_so()
    {
        var (exitCode, text) = await Programs.TryRunAsync(Repository.Poa, ["status", "--attach", "/tmp/poa-there-is-none.ipc"], Limit);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("poa: No node answers at /tmp/poa-there-is-none.ipc", text, StringComparison.Ordinal);
    }
}
