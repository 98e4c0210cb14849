using System.ComponentModel;
using System.Diagnostics;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>A program that checks something and ends.</summary>
internal static class Tool
{
    /// <summary>What it prints when it is not content; empty when it is.</summary>
    public static async Task<string> ComplaintOfAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? "" : await output + await error;
        }
        catch (Win32Exception e)
        {
            return $"{program} cannot be started ({e.Message}): run ops/setup";
        }
    }
}
