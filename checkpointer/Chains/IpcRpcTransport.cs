using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>JSON-RPC over a Unix socket: JSON texts one after another on one connection, opened when needed.</summary>
/// <remarks>Thread: any; one exchange at a time. After a failure the connection is dropped, so that no late answer can meet a later request.</remarks>
internal sealed class IpcRpcTransport(string path) : IRpcTransport
{
    private const int MaxAnswer = 64 * 1024 * 1024;

    private readonly SemaphoreSlim _exchange = new(1, 1);
    private readonly ArrayBufferWriter<byte> _received = new();
    private Socket? _socket;

    public string Name => path;

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _exchange.WaitAsync(cancellationToken);
        var succeeded = false;
        try
        {
            var socket = _socket ??= await ConnectAsync(cancellationToken);
            await SendAllAsync(socket, request, cancellationToken);
            await SendAllAsync(socket, "\n"u8.ToArray(), cancellationToken);
            var answer = await ReceiveAsync(socket, cancellationToken);
            succeeded = true;
            return answer;
        }
        finally
        {
            if (!succeeded)
            {
                Drop();
            }

            _exchange.Release();
        }
    }

    public void Dispose()
    {
        Drop();
        _exchange.Dispose();
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            data = data[await socket.SendAsync(data, cancellationToken)..];
        }
    }

    /// <summary>Length of the first whole JSON value, or null when more bytes are needed.</summary>
    private static int? WholeValue(ReadOnlySpan<byte> received)
    {
        var reader = new Utf8JsonReader(received, isFinalBlock: false, default);
        return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            _received.ResetWrittenCount();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReceiveAsync(Socket socket, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_received.WrittenCount > 0 && WholeValue(_received.WrittenSpan) is { } length)
            {
                var answer = _received.WrittenSpan[..length].ToArray();
                _received.ResetWrittenCount(); // one answer per request: whatever follows is line ends
                return answer;
            }

            if (_received.WrittenCount > MaxAnswer)
            {
                throw new IOException("The answer is too long.");
            }

            var count = await socket.ReceiveAsync(_received.GetMemory(16 * 1024), cancellationToken);
            _received.Advance(count > 0 ? count : throw new IOException("The connection was closed."));
        }
    }

    private void Drop()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
