using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PoaSidechain.Tests.TestKit;

/// <summary>The machine and the commit that figures and counts are of.</summary>
public static class Machine
{
    /// <summary>Processor, cores, memory, system and load, for a report in JSON.</summary>
    public static object Describe() => new
    {
        processor = FirstValue("/proc/cpuinfo", "model name"),
        cores = Environment.ProcessorCount,
        memory = FirstValue("/proc/meminfo", "MemTotal"),
        system = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
        load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown",
    };

    /// <summary>Short name of the commit the checkout is at, with a plus sign when files differ from it.</summary>
    public static string Commit()
    {
        var name = Git("rev-parse --short=10 HEAD");
        return name.Length == 0 ? "unknown" : Git("status --porcelain --untracked-files=no").Length == 0 ? name : name + "+";
    }

    private static string Git(string arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", $"-C {Checkout.Root} {arguments}")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return output.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    private static string FirstValue(string file, string name) => !File.Exists(file) ? "unknown" : File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
