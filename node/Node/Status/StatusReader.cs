using System.Globalization;
using System.Text.Json;

namespace PoaSidechain.Node.Status;

/// <summary>Puts a node's status together from what any client may ask.</summary>
internal sealed class StatusReader(NodeConnection connection, TimeProvider time)
{
    private const int FairRounds = 3; // a signer that sealed nothing in three rounds of all is missing

    private static readonly (string Method, object[] Parameters)[] Questions =
    [
        ("web3_clientVersion", []),
        ("eth_chainId", []),
        ("eth_getBlockByNumber", ["latest", false]),
        ("eth_syncing", []),
        ("net_peerCount", []),
        ("txpool_status", []),
        ("eth_getBlockByNumber", ["safe", false]),
        ("eth_getBlockByNumber", ["finalized", false]),
        ("clique_getSnapshot", []),
        ("clique_status", []),
        ("eth_coinbase", []),
    ];

    public async Task<NodeStatus> ReadAsync(CancellationToken cancellation)
    {
        var answers = await connection.AskAsync(Questions, cancellation);
        var head = answers[2] ?? throw new IOException("The node has no answer to eth_getBlockByNumber.");
        var snapshot = answers[8] ?? throw new IOException(
            "The node does not answer clique_getSnapshot: ask over its socket (poa.ipc), or let --http.api name clique.");
        var number = Quantity(head.GetProperty("number"));
        var syncing = answers[3] is { ValueKind: JsonValueKind.Object } progress ? progress : (JsonElement?)null;
        var activity = answers[9];
        var window = activity?.GetProperty("numBlocks").GetInt32() ?? 0;
        return new NodeStatus
        {
            Client = answers[0]?.GetString() ?? "unknown",
            ChainId = answers[1] is { } id ? Quantity(id) : 0,
            Head = number,
            HeadHash = head.GetProperty("hash").GetString()!,
            HeadAgeSeconds = Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds() - (long)Quantity(head.GetProperty("timestamp"))),
            Syncing = syncing is not null,
            SyncTarget = syncing is { } sync && sync.TryGetProperty("highestBlock", out var highest) ? Quantity(highest) : null,
            Peers = answers[4] is { } peers ? Quantity(peers) : 0,
            Pending = PoolCount(answers[5], "pending"),
            Queued = PoolCount(answers[5], "queued"),
            Safe = NumberOf(answers[6]),
            Finalized = NumberOf(answers[7]),
            Window = window,
            InTurnPercent = activity?.GetProperty("inturnPercent").GetDouble() ?? 0,
            Signers = Signers(snapshot, activity, window, number + 1, answers[10]?.GetString()),
            Votes = snapshot.GetProperty("votes") is { ValueKind: JsonValueKind.Array } votes ? votes.GetArrayLength() : 0,
        };
    }

    private static SignerLine[] Signers(JsonElement snapshot, JsonElement? activity, int window, ulong next, string? own)
    {
        // Ascending, as Clique counts turns: lower-case hex of one length sorts as the bytes do.
        string[] signers = [.. snapshot.GetProperty("signers").EnumerateObject().Select(signer => signer.Name).Order(StringComparer.Ordinal)];
        var isFair = window >= Math.Min(FairRounds * signers.Length, 64);
        return [.. signers.Select((address, index) =>
        {
            var count = activity is { } known && known.GetProperty("sealerActivity").TryGetProperty(address, out var blocks) ? blocks.GetInt32() : 0;
            return new SignerLine(
                address, count, next % (ulong)signers.Length == (ulong)index, isFair && count == 0, string.Equals(address, own, StringComparison.OrdinalIgnoreCase));
        })];
    }

    private static ulong PoolCount(JsonElement? pool, string state) => pool is { } known ? Quantity(known.GetProperty(state)) : 0;

    private static ulong? NumberOf(JsonElement? block) => block is { ValueKind: JsonValueKind.Object } known ? Quantity(known.GetProperty("number")) : null;

    private static ulong Quantity(JsonElement value) => ulong.Parse(value.GetString().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
