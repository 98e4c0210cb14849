using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PoaSidechain.Tests.Fuzz.Generation;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Fuzz.Execution;

/// <summary>The independent EVM: one process for the whole run, a line of cases in, a line of outcomes out.</summary>
internal sealed class Judge : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string Folder = Checkout.PathOf("tests", "Fuzz", "judge");

    private readonly Process _process;
    private Task _written = Task.CompletedTask;
    private Task<JsonElement> _read = Task.FromResult(default(JsonElement));

    private Judge(Process process) => _process = process;

    /// <summary>Installs the packages if they are not there, and starts the process.</summary>
    public static async Task<Judge> StartAsync()
    {
        using var setup = Process.Start(new ProcessStartInfo(Path.Combine(Folder, "setup")))!;
        await setup.WaitForExitAsync();
        if (setup.ExitCode != 0)
        {
            throw new InvalidOperationException("The packages of tests/Fuzz/judge could not be installed.");
        }

        return new Judge(Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "judge.js")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!);
    }

    /// <summary>What the packages that judge are, by name.</summary>
    public static Dictionary<string, string> PackageVersions()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "package.json")));
        return document.RootElement.GetProperty("dependencies").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }

    /// <summary>Gives cases to the process and answers with their outcomes. Questions are answered in order; several may be on their way.</summary>
    public Task<JsonElement> AskAsync(IReadOnlyList<FuzzCase> cases, bool isDetailed = false)
    {
        var written = _written = WriteAsync(_written, CaseJson.Write(cases, isDetailed));
        return _read = ReadAsync(_read, written);
    }

    private async Task WriteAsync(Task before, string line)
    {
        await before;
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    private async Task<JsonElement> ReadAsync(Task before, Task written)
    {
        await before;
        await written;
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("The independent EVM ended.");
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with its input
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }
}
