using System.Diagnostics;

namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>Programs that run to their end.</summary>
public static class Programs
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
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource(limit);
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
        return exitCode == 0 ? output : throw new InvalidOperationException($"poa {string.Join(' ', arguments)} ended with {exitCode}: {output}");
    }
}
