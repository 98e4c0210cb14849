using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>The receiver of clients/otlp.js: OTLP over gRPC and HTTP, decoded by the official schema.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _exports = new();

    private OtlpReceiver(Process process) => _process = process;

    public int GrpcPort { get; private set; }

    public int HttpPort { get; private set; }

    /// <summary>What came in: transport, signal, service, names.</summary>
    public IReadOnlyCollection<JsonElement> Exports => _exports;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Clients, "otlp.js")]) { RedirectStandardOutput = true, UseShellExecute = false };
        var receiver = new OtlpReceiver(Process.Start(start)!);
        var first = await receiver._process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The OTLP receiver does not start: run tests/EndToEnd/clients/setup.");
        var ports = JsonSerializer.Deserialize<JsonElement>(first);
        receiver.GrpcPort = ports.GetProperty("grpc").GetInt32();
        receiver.HttpPort = ports.GetProperty("http").GetInt32();
        receiver._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                receiver._exports.Enqueue(JsonSerializer.Deserialize<JsonElement>(text));
            }
        };
        receiver._process.BeginOutputReadLine();
        return receiver;
    }

    /// <summary>True when a signal with such a name came over a transport.</summary>
    public bool Has(string transport, string signal, Func<string, bool> name) => _exports.Any(export =>
        export.GetProperty("transport").GetString() == transport
        && export.TryGetProperty("signal", out var what) && what.GetString() == signal
        && export.GetProperty("service").GetString() == "poa"
        && export.GetProperty("names").EnumerateArray().Any(found => name(found.GetString()!)));

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
