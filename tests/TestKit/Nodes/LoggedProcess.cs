using System.Diagnostics;

namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>A program that runs until it is killed; its newest lines are kept, to be told when a test fails.</summary>
public sealed class LoggedProcess(string name) : IAsyncDisposable
{
    private const int KeptLines = 400;

    private readonly Queue<string> _lines = new();
    private Process? _process;

    public bool IsRunning => _process is not null;

    /// <summary>Id of the running process.</summary>
    public int Id => (_process ?? throw new InvalidOperationException($"{name} is not running.")).Id;

    /// <summary>True when it ended without having been killed.</summary>
    public bool EndedByItself => _process is { HasExited: true };

    /// <summary>The newest lines that it printed.</summary>
    public string LogTail
    {
        get
        {
            lock (_lines)
            {
                return $"--- {name} ---\n{string.Join('\n', _lines)}\n";
            }
        }
    }

    /// <summary>Starts the program; it must not be running.</summary>
    public void Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (_process is not null)
        {
            throw new InvalidOperationException($"{name} is running already.");
        }

        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Ends it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        var process = _process ?? throw new InvalidOperationException($"{name} is not running.");
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
        Keep("*** killed ***");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
