using System.Diagnostics;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Benchmarks.Revm;

/// <summary>anvil, whose machine is revm, on a loopback port.</summary>
internal sealed class AnvilProcess : IDisposable
{
    private readonly Process _process;

    private AnvilProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The binary that bridge-contracts/setup brings; null when it did not run.</summary>
    public static string? Binary { get; } = Checkout.FoundryProgram("anvil");

    public Uri Address { get; }

    public static async Task<AnvilProcess> StartAsync(ulong gasLimit)
    {
        string[] arguments =
        [
            "--host", "127.0.0.1", "--port", "0", "--hardfork", "london", "--gas-limit", $"{gasLimit}", "--no-mining", "--accounts", "1",
        ];
        var process = Process.Start(new ProcessStartInfo(Binary!, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        const string Mark = "Listening on ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(); // so that the pipe never fills
                return new AnvilProcess(process, new Uri("http://" + line[Mark.Length..].Trim()));
            }
        }

        throw new InvalidOperationException("anvil does not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
