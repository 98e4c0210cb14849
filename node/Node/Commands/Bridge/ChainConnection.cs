using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>One chain as a user meets it: JSON-RPC over http(s), nothing else.</summary>
/// <remarks>What the endpoint answers is believed, as by any wallet. Errors become sentences. Thread: any.</remarks>
internal sealed class ChainConnection : IDisposable
{
    private const ulong BlocksPerQuery = 10_000; // what public endpoints commonly allow

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = 64 * 1024 * 1024 };
    private readonly Uri _address;

    public ChainConnection(string name, string endpoint)
    {
        Name = name;
        _address = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new BridgeException($"'{endpoint}' is no http address of {name}.");
    }

    /// <summary>What the chain is called in messages.</summary>
    public string Name { get; }

    /// <summary>The result of a request.</summary>
    /// <exception cref="BridgeException">The endpoint cannot be reached or answers with an error.</exception>
    public async Task<JsonElement> AskAsync(string method, CancellationToken cancellationToken, params JsonNode?[] parameters)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
        JsonElement answer;
        try
        {
            using var response = await _client.PostAsJsonAsync(_address, request, cancellationToken);
            response.EnsureSuccessStatusCode();
            answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new BridgeException($"{Name} at {_address.Authority} cannot be used: {e.Message}", e);
        }

        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            throw new BridgeException($"{Name} refuses {method}: {Reason(error)}");
        }

        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("result", out var result)
            ? result
            : throw new BridgeException($"{Name} did not answer {method} as JSON-RPC.");
    }

    public async Task<UInt256> NumberAsync(string method, CancellationToken cancellationToken, params JsonNode?[] parameters) =>
        Number(await AskAsync(method, cancellationToken, parameters));

    /// <summary>What a view function answers.</summary>
    public async Task<AbiTuple> ViewAsync(Address contract, AbiFunction function, CancellationToken cancellationToken, params object[] arguments)
    {
        var call = new JsonObject { ["to"] = contract.ToString(), ["data"] = Hex.Encode(function.EncodeCall(arguments)) };
        var data = Bytes(await AskAsync("eth_call", cancellationToken, call, "latest"));
        try
        {
            return function.DecodeResult(data);
        }
        catch (AbiException e)
        {
            throw new BridgeException($"{Name}: {contract.ToChecksumString()} does not answer {function.Name}; is it the right chain and contract?", e);
        }
    }

    /// <summary>Events of a contract in the order they happened.</summary>
    public async Task<IReadOnlyList<AbiTuple>> EventsAsync(Address contract, AbiEvent kind, ulong fromBlock, CancellationToken cancellationToken) =>
        [.. (await LogsAsync(contract, [kind.Topic.ToString()], fromBlock, cancellationToken)).Select(log => Decode(kind, contract, log))];

    /// <summary>Logs of a contract with these topics (null for any) in the order they were written.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogsAsync(Address contract, string?[] topics, ulong fromBlock, CancellationToken cancellationToken)
    {
        var head = (await NumberAsync("eth_blockNumber", cancellationToken)).Low64;
        List<JsonElement> found = [];
        for (var first = fromBlock; first <= head; first += BlocksPerQuery)
        {
            var filter = new JsonObject
            {
                ["address"] = contract.ToString(),
                ["fromBlock"] = Hex.Quantity(first),
                ["toBlock"] = Hex.Quantity(Math.Min(head, first + BlocksPerQuery - 1)),
                ["topics"] = new JsonArray([.. topics.Select(topic => (JsonNode?)topic)]),
            };
            found.AddRange((await AskAsync("eth_getLogs", cancellationToken, filter)).EnumerateArray());
        }

        return found;
    }

    /// <summary>The events of one kind and contract in a receipt.</summary>
    public static IEnumerable<AbiTuple> EventsIn(JsonElement receipt, Address contract, AbiEvent kind) =>
        receipt.GetProperty("logs").EnumerateArray()
            .Where(log => Address.Parse(log.GetProperty("address").GetString()!) == contract
                && log.GetProperty("topics")[0].GetString() == kind.Topic.ToString())
            .Select(log => Decode(kind, contract, log));

    public void Dispose() => _client.Dispose();

    private static AbiTuple Decode(AbiEvent kind, Address contract, JsonElement log) => kind.Decode(new Log(
        contract,
        log.GetProperty("topics").EnumerateArray().Select(t => Hash256.Parse(t.GetString()!)).ToArray(),
        Bytes(log.GetProperty("data"))));

    private static string Reason(JsonElement error)
    {
        var message = error.TryGetProperty("message", out var m) ? m.ToString() : error.ToString();
        return error.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String && Hex.TryDecode(data.GetString(), out var bytes)
            ? BridgeContracts.Describe(bytes)
            : message;
    }

    private static UInt256 Number(JsonElement value) =>
        UInt256.TryParse(value.ToString(), out var number) ? number : throw new BridgeException($"expected a quantity, got {value}");

    private static byte[] Bytes(JsonElement value) =>
        Hex.TryDecode(value.ToString(), out var bytes) ? bytes : throw new BridgeException($"expected bytes, got {value}");
}
