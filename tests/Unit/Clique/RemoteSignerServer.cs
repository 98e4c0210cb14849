using System.Net;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>A signing service on this machine that speaks both protocols and has one key.</summary>
internal sealed class RemoteSignerServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public RemoteSignerServer()
    {
        Endpoint = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Endpoint.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What was asked for, by protocol: mime type or path, and data.</summary>
    public List<(string Kind, string Data)> Requests { get; } = [];

    /// <summary>A JSON-RPC error to answer with, as when the operator says no.</summary>
    public string? Error { get; set; }

    /// <summary>HTTP status to answer with.</summary>
    public int Status { get; set; } = 200;

    private static PrivateKey Key => TestKeys.A;

    public async ValueTask DisposeAsync()
    {
        if (_listener.IsListening)
        {
            _listener.Stop();
            await _serving;
            _listener.Close();
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return; // stopped
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Url!.AbsolutePath;
        var answer = path.StartsWith("/api/v1/eth1/", StringComparison.Ordinal) ? AnswerWeb3Signer(path, body) : AnswerClef(body);
        context.Response.StatusCode = Status;
        await using var writer = new StreamWriter(context.Response.OutputStream);
        await writer.WriteAsync(answer);
    }

    /// <summary>account_signData [mime type, address, data]; the answer has v 27 or 28, as Clef writes it.</summary>
    private string AnswerClef(string body)
    {
        using var request = JsonDocument.Parse(body);
        var root = request.RootElement;
        var id = root.GetProperty("id").GetInt32();
        var parameters = root.GetProperty("params");
        if (root.GetProperty("method").GetString() != "account_signData" || parameters[1].GetString() != Key.Address.ToString())
        {
            return $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":-32601,"message":"unknown method or account"} }""";
        }

        Requests.Add((parameters[0].GetString()!, parameters[2].GetString()!));
        return Error is { } error
            ? $$"""{"jsonrpc":"2.0","id":{{id}},"error":{"code":-32000,"message":"{{error}}"} }"""
            : $$"""{"jsonrpc":"2.0","id":{{id}},"result":"{{Sign(parameters[2].GetString()!)}}"}""";
    }

    private string AnswerWeb3Signer(string path, string body)
    {
        var publicKey = Hex.Encode(Key.PublicKey.Span);
        if (path.EndsWith("/publicKeys", StringComparison.Ordinal))
        {
            return JsonSerializer.Serialize(new[] { Hex.Encode(TestKeys.B.PublicKey.Span), publicKey });
        }

        using var request = JsonDocument.Parse(body);
        var data = request.RootElement.GetProperty("data").GetString()!;
        Requests.Add((path, data));
        return path.EndsWith("/sign/" + publicKey, StringComparison.Ordinal) ? Sign(data) : "";
    }

    /// <summary>What such a service signs: Keccak-256 of the data, which must be a header without its seal.</summary>
    private static string Sign(string data)
    {
        var rlp = Hex.Decode(data);
        var items = new RlpReader(rlp).ReadList().CountItems();
        if (items is < 15 or > 21)
        {
            throw new InvalidDataException($"a list of {items} items is no header");
        }

        var signature = Key.Sign(Keccak256.Hash(rlp)).ToArray();
        signature[^1] += 27;
        return Hex.Encode(signature);
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
