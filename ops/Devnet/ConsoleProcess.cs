using System.Globalization;
using PoaSidechain.Devnet.Processes;

namespace PoaSidechain.Devnet;

/// <summary>The console in the browser, beside a devnet that stays up.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private ConsoleProcess(ChildProcess process, string address)
    {
        Process = process;
        Address = address;
    }

    public ChildProcess Process { get; }

    /// <summary>Where its pages are.</summary>
    public string Address { get; }

    public static ConsoleProcess Start(Places places, Validator validator, string l1)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Take(8090)}");
        var process = ChildProcess.Start(
            "console", places.Logs, TimeSpan.FromSeconds(10), places.Console,
            "--node", validator.Chain.Endpoint, "--node-ws", validator.WebSocket, "--l1", l1, "--deployment", places.Deployment, "--listen", address, "--allow-voting");
        return new ConsoleProcess(process, address);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
