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
        var ports = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ports.TrySetException(new InvalidOperationException("The OTLP receiver ended: run tests/EndToEnd/clients/setup."));
            }
            else if (JsonSerializer.Deserialize<JsonElement>(line.Data) is var said && !ports.TrySetResult(said))
            {
                receiver._exports.Enqueue(said);
            }
        };
        receiver._process.BeginOutputReadLine();
        var listening = await ports.Task;
        receiver.GrpcPort = listening.GetProperty("grpc").GetInt32();
        receiver.HttpPort = listening.GetProperty("http").GetInt32();
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
