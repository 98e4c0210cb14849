using System.Diagnostics;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>Programs that run to their end.</summary>
internal static class Programs
{
    /// <summary>Runs a program; ended by force if it takes longer than allowed.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(
        string program, IEnumerable<string> arguments, TimeSpan limit, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs <c>poa</c> and requires success; what it printed.</summary>
    public static async Task<string> PoaAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(Repository.Poa, arguments, TimeSpan.FromSeconds(30));
        Assert.True(exitCode == 0, $"poa {string.Join(' ', arguments)} ended with {exitCode}: {output}");
        return output;
    }
}
