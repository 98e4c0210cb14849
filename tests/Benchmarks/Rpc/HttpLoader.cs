using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PoaSidechain.Tests.Benchmarks.Measuring;

namespace PoaSidechain.Tests.Benchmarks.Rpc;

/// <summary>Sends prepared requests over plain sockets, one at a time on each connection: a client that takes little of the shared cores.</summary>
internal sealed class HttpLoader(int port)
{
    /// <summary>Runs until the time is over or the requests are used up.</summary>
    /// <param name="bodies">Request bodies, taken in turn; begun again at the end if <paramref name="repeat"/>.</param>
    /// <param name="connections">Connections that each wait for their answer.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="repeat">True for requests that may come twice.</param>
    /// <returns>Answers and seconds; an error answer throws.</returns>
    public async Task<(int Answers, double Seconds)> RunAsync(IReadOnlyList<byte[]> bodies, int connections, TimeSpan limit, bool repeat)
    {
        var requests = bodies.Select(Frame).ToArray();
        var next = -1;
        var answers = 0;
        var began = Clock.Now();
        async Task ConnectAsync()
        {
            using var connection = new Connection(port);
            await connection.OpenAsync();
            while (Clock.Since(began) < limit.TotalSeconds && Interlocked.Increment(ref next) is var index && (repeat || index < requests.Length))
            {
                await connection.AskAsync(requests[index % requests.Length]);
                Interlocked.Increment(ref answers);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(ConnectAsync)));
        return (answers, Clock.Since(began));
    }

    private static byte[] Frame(byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];

    /// <summary>One keep-alive connection.</summary>
    private sealed class Connection(int port) : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private byte[] _buffer = new byte[1 << 16];

        public async Task OpenAsync() => await _socket.ConnectAsync(IPAddress.Loopback, port);

        public async Task AskAsync(byte[] request)
        {
            await _socket.SendAsync(request);
            var length = 0;
            do
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length * 2);
                }

                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
                length += read == 0 ? throw new IOException("The node closed the connection.") : read;
            }
            while (!IsWhole(_buffer.AsSpan(0, length)));

            if (_buffer.AsSpan(0, Math.Min(length, 512)).IndexOf("\"error\""u8) is var error && error >= 0)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, 512)));
            }
        }

        public void Dispose() => _socket.Dispose();

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            var name = answer[..end].IndexOf("Content-Length: "u8);
            if (name < 0)
            {
                return answer.EndsWith("\r\n0\r\n\r\n"u8); // chunked
            }

            var digits = answer[(name + "Content-Length: ".Length)..end];
            var line = digits.IndexOf((byte)'\r');
            return answer.Length - end - 4 >= int.Parse(line < 0 ? digits : digits[..line], CultureInfo.InvariantCulture);
        }
    }
}
