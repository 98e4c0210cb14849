using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The methods that any Ethereum chain offers, in types. What it answers is only as good as the endpoint, unless a proof says more.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed partial class ChainClient(RpcClient rpc) : IDisposable
{
    /// <summary>Name of the endpoint for logs.</summary>
    public string Name => rpc.Name;

    public Task<RpcResult> CallAsync(RpcCall call, CancellationToken cancellationToken) => rpc.CallAsync(call, cancellationToken);

    public Task<IReadOnlyList<RpcResult>> BatchAsync(IReadOnlyList<RpcCall> calls, CancellationToken cancellationToken) =>
        rpc.BatchAsync(calls, cancellationToken);

    public async Task<UInt256> ChainIdAsync(CancellationToken cancellationToken) =>
        (await ValueAsync(new RpcCall("eth_chainId"), cancellationToken)).ToUInt256();

    /// <summary>A header; null when the endpoint has no such block. Its hash was computed from its fields.</summary>
    public async Task<BlockHeader?> HeaderAsync(BlockTag block, CancellationToken cancellationToken)
    {
        var result = await rpc.CallAsync(new RpcCall("eth_getBlockByNumber", block.ToJson(), false), cancellationToken);
        var isUnknownTag = result.Error is not null && block == BlockTag.Finalized; // geth: "finalized block not found" before there is one
        return isUnknownTag || result.Value.ValueKind == JsonValueKind.Null ? null : HeaderJson.Read(result.Value);
    }

    /// <summary>The head's header.</summary>
    public async Task<BlockHeader> HeadAsync(CancellationToken cancellationToken) =>
        await HeaderAsync(BlockTag.Latest, cancellationToken) ?? throw RpcException.Malformed("eth_getBlockByNumber", "a block");

    /// <summary>Consecutive headers, as many as the endpoint has from the first on.</summary>
    public async Task<IReadOnlyList<BlockHeader>> HeadersAsync(ulong first, int count, CancellationToken cancellationToken)
    {
        var calls = Enumerable.Range(0, count)
            .Select(i => new RpcCall("eth_getBlockByNumber", Hex.Quantity(first + (ulong)i), false))
            .ToArray();
        var results = await rpc.BatchAsync(calls, cancellationToken);
        return [.. results.Select(r => r.Value).TakeWhile(v => v.ValueKind != JsonValueKind.Null).Select(HeaderJson.Read)];
    }

    public async Task<byte[]> CodeAsync(Address address, BlockTag block, CancellationToken cancellationToken) =>
        (await ValueAsync(new RpcCall("eth_getCode", address.ToString(), block.ToJson()), cancellationToken)).ToBytes();

    public async Task<UInt256> BalanceAsync(Address address, CancellationToken cancellationToken) =>
        await BalanceAsync(address, BlockTag.Latest, cancellationToken);

    public async Task<UInt256> BalanceAsync(Address address, BlockTag block, CancellationToken cancellationToken) =>
        (await ValueAsync(new RpcCall("eth_getBalance", address.ToString(), block.ToJson()), cancellationToken)).ToUInt256();

    /// <summary>Runs a call without a transaction; a revert is a result, not an exception.</summary>
    public async Task<CallResult> CallAsync(
        Address? from, Address to, ReadOnlyMemory<byte> data, BlockTag block, CancellationToken cancellationToken)
    {
        var result = await rpc.CallAsync(new RpcCall("eth_call", CallObject(from, to, data), block.ToJson()), cancellationToken);
        return result.Error is { } error ? new CallResult(default, error) : new CallResult(result.Value.ToBytes(), null);
    }

    /// <summary>A storage proof, not yet checked.</summary>
    public async Task<AccountProof> ProofAsync(
        Address address, IReadOnlyList<Hash256> slots, BlockTag block, CancellationToken cancellationToken)
    {
        var keys = new JsonArray([.. slots.Select(s => (JsonNode)JsonValue.Create(s.ToString()))]);
        return AccountProof.Read(await ValueAsync(new RpcCall("eth_getProof", address.ToString(), keys, block.ToJson()), cancellationToken));
    }

    /// <summary>Storage slots as they stand in the state of a block, proven against its header; throws when the proof does not hold.</summary>
    public async Task<IReadOnlyList<UInt256>> SlotsAsync(
        BlockHeader header, Address address, IReadOnlyList<Hash256> slots, CancellationToken cancellationToken)
    {
        var proof = await ProofAsync(address, slots, BlockTag.At(header.Number), cancellationToken);
        return proof.Check(header.StateRoot, address, slots)
            ?? throw RpcException.Malformed("eth_getProof", $"a proof of {address} under the state root of block {header.Number}");
    }

    /// <summary>Events that match a filter.</summary>
    public async Task<IReadOnlyList<ChainLog>> LogsAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        var answer = await ValueAsync(new RpcCall("eth_getLogs", filter.ToJson()), cancellationToken);
        return [.. answer.Items().Select(ChainLog.Read).Where(filter.Matches)];
    }

    public void Dispose() => rpc.Dispose();

    private static JsonObject CallObject(Address? from, Address to, ReadOnlyMemory<byte> data)
    {
        var call = new JsonObject { ["to"] = to.ToString(), ["data"] = Hex.Encode(data.Span) };
        if (from is { } sender)
        {
            call["from"] = sender.ToString();
        }

        return call;
    }

    private async Task<JsonElement> ValueAsync(RpcCall call, CancellationToken cancellationToken) =>
        (await rpc.CallAsync(call, cancellationToken)).Value;
}
