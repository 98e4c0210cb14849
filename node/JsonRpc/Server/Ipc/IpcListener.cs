using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PoaSidechain.JsonRpc.Server.Ipc;

/// <summary>JSON-RPC over a Unix socket: for programs of this machine's user, with every method.</summary>
/// <remarks>The file is for its owner alone, and is so before anybody can connect.</remarks>
internal sealed partial class IpcListener(string path, RpcDispatcher dispatcher, RpcMethodTable methods, RpcServerContext context) : IAsyncDisposable
{
    private const int MaxPathBytes = 107; // sun_path of sockaddr_un, with its final zero
    private const int Backlog = 16;

    private readonly ILogger _logger = context.Loggers.CreateLogger<IpcListener>();
    private readonly SemaphoreSlim _connectionSlots = new(context.Limits.MaxIpcConnections);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _accepting = new(1);

    /// <summary>The socket's file.</summary>
    public string Path => path;

    /// <summary>Opens the socket. A file that a killed node left behind is replaced; one that somebody listens on is not.</summary>
    /// <exception cref="IOException">The path is too long, or another process serves it.</exception>
    public void Start()
    {
        if (Encoding.UTF8.GetByteCount(path) > MaxPathBytes)
        {
            throw new IOException($"The IPC path {path} is longer than the {MaxPathBytes} bytes that the system allows; choose a shorter one (--ipcpath).");
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        RemoveStale();
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _socket.Listen(Backlog);
        _accepting.Wait();
        _ = AcceptAllAsync(); // StopAsync waits for its end
    }

    /// <summary>Closes the socket and its connections, and removes the file.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _socket.Close();
        await _accepting.WaitAsync();
        for (var i = 0; i < context.Limits.MaxIpcConnections; i++)
        {
            await _connectionSlots.WaitAsync();
        }

        File.Delete(path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _stopping.Dispose();
        _connectionSlots.Dispose();
        _accepting.Dispose();
        return ValueTask.CompletedTask;
    }

    private void RemoveStale()
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"Another process serves the IPC socket {path}.");
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var client = await _socket.AcceptAsync(_stopping.Token);
                await _connectionSlots.WaitAsync(_stopping.Token);
                _ = ServeAsync(client); // counted by its slot, which StopAsync waits for
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!_stopping.IsCancellationRequested)
            {
                Log.Stopped(_logger, stopped, path);
            }
        }
        finally
        {
            _accepting.Release();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        context.Metrics.Connected("ipc", 1);
        try
        {
            await using var stream = new JsonMessageStream(new NetworkStream(client, ownsSocket: true), context.Limits.MaxRequestBytes);
            using var connection = new DuplexConnection(stream, dispatcher, context.Limits, context.Loggers.CreateLogger<DuplexConnection>())
            {
                Methods = methods,
                Transport = "ipc",
                MaxResponseBytes = int.MaxValue,
            };
            await connection.RunAsync(_stopping.Token);
        }
        finally
        {
            context.Metrics.Connected("ipc", -1);
            _connectionSlots.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7020, LogLevel.Error, "The IPC socket {Path} takes no more connections")]
        public static partial void Stopped(ILogger logger, Exception fault, string path);
    }
}
