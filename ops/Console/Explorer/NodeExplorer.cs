using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Explorer;

/// <summary>Asks the node for single things. What it does not have is null.</summary>
internal sealed class NodeExplorer(ChainClient node)
{
    /// <summary>A block with its transactions, by number or hash.</summary>
    public Task<JsonElement?> BlockAsync(string numberOrHash, CancellationToken cancellationToken) => Hash256.TryParse(numberOrHash, out var hash)
        ? FindAsync(new RpcCall("eth_getBlockByHash", hash.ToString(), true), cancellationToken)
        : ulong.TryParse(numberOrHash, out var number)
            ? FindAsync(new RpcCall("eth_getBlockByNumber", Hex.Quantity(number), true), cancellationToken)
            : Task.FromResult<JsonElement?>(null);

    /// <summary>Who sealed a block; null for the genesis block.</summary>
    public async Task<Address?> SignerAsync(Hash256 block, CancellationToken cancellationToken) =>
        (await FindAsync(new RpcCall("clique_getSigner", block.ToString()), cancellationToken))?.ToAddress();

    /// <summary>The state of the vote after a block (<c>clique_getSnapshot</c>).</summary>
    public Task<JsonElement?> SnapshotAsync(ulong block, CancellationToken cancellationToken) =>
        FindAsync(new RpcCall("clique_getSnapshot", Hex.Quantity(block)), cancellationToken);

    public Task<JsonElement?> TransactionAsync(Hash256 hash, CancellationToken cancellationToken) =>
        FindAsync(new RpcCall("eth_getTransactionByHash", hash.ToString()), cancellationToken);

    public Task<JsonElement?> ReceiptAsync(Hash256 hash, CancellationToken cancellationToken) =>
        FindAsync(new RpcCall("eth_getTransactionReceipt", hash.ToString()), cancellationToken);

    /// <summary>All calls inside a transaction, as the call tracer gives them; null where the node does not offer the namespace <c>debug</c>.</summary>
    public Task<JsonElement?> CallsAsync(Hash256 hash, CancellationToken cancellationToken) =>
        FindAsync(new RpcCall("debug_traceTransaction", hash.ToString(), new JsonObject { ["tracer"] = "callTracer" }), cancellationToken);

    /// <summary>An account's balance (wei), number of transactions and code at the head.</summary>
    public async Task<(UInt256 Balance, ulong Nonce, byte[] Code)> AccountAsync(Address account, CancellationToken cancellationToken) => (
        await node.BalanceAsync(account, cancellationToken),
        await node.NonceAsync(account, BlockTag.Latest, cancellationToken),
        await node.CodeAsync(account, BlockTag.Latest, cancellationToken));

    /// <summary>The newest events of an account among the last blocks, newest first.</summary>
    public async Task<IReadOnlyList<ChainLog>> LogsAsync(Address emitter, ulong blocks, CancellationToken cancellationToken)
    {
        var head = (await node.HeadAsync(cancellationToken)).Number;
        return [.. (await node.LogsAsync(new LogFilter(emitter, head < blocks ? 0 : head - blocks, head), cancellationToken)).Reverse()];
    }

    /// <summary>Proposes a change of the signers, or takes the proposal back (null).</summary>
    public async Task ProposeAsync(Address account, bool? add, CancellationToken cancellationToken)
    {
        var call = add is { } direction
            ? new RpcCall("clique_propose", account.ToString(), direction)
            : new RpcCall("clique_discard", account.ToString());
        _ = (await node.CallAsync(call, cancellationToken)).Value;
    }

    /// <summary>The page of whatever was meant: a number, a hash, an address. Null when there is no such thing.</summary>
    public async Task<string?> SearchAsync(string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (Address.TryParse(text, out var account))
        {
            return $"account/{account.ToChecksumString()}";
        }

        if (Hash256.TryParse(text, out var hash) && await TransactionAsync(hash, cancellationToken) is not null)
        {
            return $"tx/{hash}";
        }

        return await BlockAsync(text, cancellationToken) is not null ? $"block/{text}" : null;
    }

    private async Task<JsonElement?> FindAsync(RpcCall call, CancellationToken cancellationToken)
    {
        var result = await node.CallAsync(call, cancellationToken);
        return result.Error is null && result.Value.ValueKind != JsonValueKind.Null ? result.Value : null;
    }
}
