using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoaSidechain.Tests.Benchmarks.Measuring;

namespace PoaSidechain.Tests.Benchmarks.Rpc;

/// <summary>A node in a process of its own, with HTTP on a loopback port.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly Process _process;

    private BenchNode(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public double CpuSeconds => ProgramRun.CpuOf(_process.Id);

    public long PeakMemory => ProgramRun.PeakMemory(_process.Id);

    /// <summary>Starts <c>poa run</c> on a data folder and waits until the port answers.</summary>
    public static async Task<BenchNode> StartAsync(string folder, params string[] more)
    {
        var port = FreePort();
        string[] arguments =
        [
            "run", "--datadir", folder, "--nolisten", "--port", "0", "--verbosity", "1", "--http",
            "--http.port", port.ToString(CultureInfo.InvariantCulture), .. more,
        ];
        var process = Process.Start(new ProcessStartInfo(ProgramRun.Poa, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var node = new BenchNode(process, port);
        var began = Clock.Now();
        while (!await AnswersAsync(port))
        {
            if (process.HasExited || Clock.Since(began) > 60)
            {
                await node.DisposeAsync();
                throw new InvalidOperationException("The node does not start.");
            }

            await Task.Delay(50);
        }

        return node;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
