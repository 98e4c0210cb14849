using System.Diagnostics;
using System.Globalization;

namespace PoaSidechain.Devnet.Processes;

/// <summary>A program that runs beside this one, its output in a file. Ended by the id it was started with.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;
    private readonly TimeSpan _patience;

    private ChildProcess(string name, Process process, string log, TimeSpan patience)
    {
        Name = name;
        _process = process;
        _log = log;
        _patience = patience;
    }

    public string Name { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program in a session of its own, so that Ctrl-C at the terminal reaches this program first and it ends the others in order.</summary>
    /// <param name="name">Its name, and that of its log file.</param>
    /// <param name="logs">Folder of log files; the log is appended to.</param>
    /// <param name="patience">How long it may take to end by itself before it is killed.</param>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments; never secrets.</param>
    public static ChildProcess Start(string name, string logs, TimeSpan patience, string program, params string[] arguments) =>
        Start(name, logs, patience, new Dictionary<string, string>(StringComparer.Ordinal), program, arguments);

    /// <summary>The same, with variables on top of this program's own.</summary>
    public static ChildProcess Start(
        string name, string logs, TimeSpan patience, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var log = Path.Combine(logs, name + ".log");
        // XFSZ is ignored, so that a file that may not grow is an error of the write and not the end of the process (the drill's full disk).
        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' XFSZ; exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null", log, program, .. arguments])
        {
            UseShellExecute = false,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        start.Environment["DOTNET_gcServer"] = "0"; // ten programs on one machine: memory counts more than throughput
        return new ChildProcess(name, Process.Start(start)!, log, patience);
    }

    /// <summary>Throws with the end of its log when the process is gone.</summary>
    public void EnsureRuns()
    {
        if (HasExited)
        {
            var tail = File.ReadLines(_log).TakeLast(8);
            throw new DevnetException($"{Name} ended with code {_process.ExitCode}. The end of {_log}:\n  {string.Join("\n  ", tail)}");
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, waits, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            var id = _process.Id.ToString(CultureInfo.InvariantCulture);
            using var ask = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "kill -TERM \"$0\"", id]) { UseShellExecute = false })!;
            await ask.WaitForExitAsync();
            using var limit = new CancellationTokenSource(_patience);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }
}
