using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd.Nodes;

/// <summary>The devnet as a person starts it, in a folder of its own; it has played its scenario and stays up.</summary>
internal sealed partial class DevnetProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _said = [];

    private DevnetProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts it and waits until it says that it runs.</summary>
    public static async Task<DevnetProcess> StartAsync(TimeSpan limit)
    {
        var folder = Directory.CreateTempSubdirectory("poa-devnet-").FullName;
        var start = new ProcessStartInfo(Repository.Devnet, ["--directory", folder]) { RedirectStandardOutput = true, UseShellExecute = false };
        var devnet = new DevnetProcess(Process.Start(start)!, folder);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            stop.CancelAfter(limit);
            while (await devnet._process.StandardOutput.ReadLineAsync(stop.Token) is { } line)
            {
                devnet._said.Add(line);
                if (line.StartsWith("Running.", StringComparison.Ordinal))
                {
                    return devnet;
                }
            }

            throw new InvalidOperationException("The devnet ended.");
        }
        catch (Exception e)
        {
            await devnet.DisposeAsync();
            throw new InvalidOperationException($"{e.Message} It said:\n{string.Join('\n', devnet._said)}", e);
        }
    }

    /// <summary>The address in the newest line that begins with these words.</summary>
    public string AddressOf(string words) => Address().Match(_said.Last(line => line.StartsWith(words, StringComparison.Ordinal))).Value;

    /// <summary>A file of the devnet.</summary>
    public string PathOf(params string[] parts) => Path.Combine([_folder, .. parts]);

    /// <summary>Text of a file of the devnet.</summary>
    public Task<string> ReadAsync(params string[] parts) => File.ReadAllTextAsync(PathOf(parts), TestContext.Current.CancellationToken);

    /// <summary>Asks it to end; its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await ask.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await EndAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"http://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
