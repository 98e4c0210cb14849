using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>The way to a real node, with an eye on every transaction sent and, if a test says so, geth's words in the node's place.</summary>
internal sealed class WatchedTransport(Uri address) : IRpcTransport
{
    private readonly HttpRpcTransport _inner = new(address, null);

    public string Name => "watched";

    /// <summary>Every transaction that was handed over, in order.</summary>
    public List<Transaction> Sent { get; } = [];

    /// <summary>The error a node answers the next transaction with; the transaction itself arrives only if <see cref="Delivers"/>.</summary>
    public string? NextError { get; set; }

    public bool Delivers { get; set; }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (JsonNode.Parse(request.Span) is not JsonObject call || call["method"]!.GetValue<string>() != "eth_sendRawTransaction")
        {
            return await _inner.ExchangeAsync(request, cancellationToken);
        }

        Sent.Add(Transaction.Decode(Hex.Decode(call["params"]![0]!.GetValue<string>())));
        if (NextError is not { } error)
        {
            return await _inner.ExchangeAsync(request, cancellationToken);
        }

        NextError = null;
        if (Delivers)
        {
            await _inner.ExchangeAsync(request, cancellationToken);
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = call["id"]!.DeepClone(),
            ["error"] = new JsonObject { ["code"] = -32_000, ["message"] = error },
        });
    }

    public void Dispose() => _inner.Dispose();
}
