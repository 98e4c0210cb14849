using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Primitives;

namespace PoaSidechain.Devnet.Soak;

/// <summary>An endpoint of L1 that cannot be trusted (spec/bridge.md, E4): it passes requests on, and alters every other answer, by a seed.</summary>
/// <remarks>
/// It alters what it says of blocks (with a hash that fits), proofs, calls, fees, nonces and receipts; it swallows transactions and says it has them; it says nothing
/// for a while, or that it is broken. Thread: any; ends with <see cref="DisposeAsync"/>.
/// </remarks>
internal sealed class LyingEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _truth = new();
    private readonly Uri _l1;
    private readonly Random _random;
    private readonly SoakTally _tally;
    private readonly Task _serving;
    private readonly HashSet<Task> _answering = [];

    public LyingEndpoint(string l1, int seed, SoakTally tally)
    {
        _l1 = new Uri(l1);
        _random = new Random(seed);
        _tally = tally;
        Address = FormattableString.Invariant($"http://127.0.0.1:{Ports.Take(8645)}/");
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_answering);
        _listener.Close();
        _truth.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _answering.RemoveWhere(static task => task.IsCompleted);
                _answering.Add(AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (await LieAsync(body.ToArray()) is { } answer)
            {
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(answer);
            }
            else
            {
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            }

            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or HttpRequestException or ObjectDisposedException or IOException)
        {
            context.Response.Abort(); // who asked is gone, or L1 is
        }
    }

    /// <summary>The answer; null for none.</summary>
    private async Task<byte[]?> LieAsync(byte[] request)
    {
        var what = Throw(10);
        var method = (JsonNode.Parse(request) as JsonObject)?["method"]?.GetValue<string>();
        switch (what)
        {
            case 0:
                _tally.Add("lies about L1: out of order");
                return null;
            case 1:
                _tally.Add("lies about L1: long silences");
                await Task.Delay(TimeSpan.FromSeconds(2));
                break;
            case 2 when method == "eth_sendRawTransaction":
                _tally.Add("lies about L1: swallowed transactions");
                return Encode(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(request)!["id"]!.DeepClone(), ["result"] = Hash256.Zero.ToString() });
        }

        using var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _truth.PostAsync(_l1, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (what >= 6 && JsonNode.Parse(answer) is JsonObject reply && reply["result"] is { } result)
        {
            reply["result"] = Altered(method, result.DeepClone());
            return Encode(reply);
        }

        return answer;
    }

    private JsonNode Altered(string? method, JsonNode result)
    {
        _tally.Add($"lies about L1: {method}");
        if (method == "eth_getBlockByNumber" && result is JsonObject block && Throw(2) == 0)
        {
            var header = HeaderJson.Read(System.Text.Json.JsonSerializer.SerializeToElement(block)) with { StateRoot = new Hash256(Bytes(Hash256.Size)) };
            block["stateRoot"] = header.StateRoot.ToString();
            block["hash"] = header.Hash.ToString();
            return block;
        }

        return Changed(result);
    }

    /// <summary>The same with one hexadecimal digit of one of its texts changed.</summary>
    private JsonNode Changed(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields when fields.Where(static field => field.Value is not null).ToArray() is { Length: > 0 } some:
                var (name, value) = some[Throw(some.Length)];
                fields[name] = Changed(value!.DeepClone());
                return fields;
            case JsonArray items when items.Count > 0:
                var index = Throw(items.Count);
                items[index] = items[index] is { } item ? Changed(item.DeepClone()) : null;
                return items;
            case JsonValue text when text.TryGetValue<string>(out var hex) && hex.StartsWith("0x", StringComparison.Ordinal) && hex.Length > 2:
                var digits = hex.ToCharArray();
                digits[2 + Throw(hex.Length - 2)] = "0123456789abcdef"[Throw(16)];
                return new string(digits);
            default:
                return node;
        }
    }

    private int Throw(int sides)
    {
        lock (_random)
        {
            return _random.Next(sides);
        }
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        lock (_random)
        {
            _random.NextBytes(bytes);
        }

        return bytes;
    }

    private static byte[] Encode(JsonNode node) => System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
}
