using System.Diagnostics;

namespace PoaSidechain.Devnet.Processes;

/// <summary>A program that runs to its end.</summary>
internal static class Tool
{
    /// <summary>What it prints; throws with its complaint when it fails.</summary>
    public static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new DevnetException($"{Path.GetFileName(program)} {arguments[0]} failed: {(await error).Trim()}");
    }
}
