using System.Collections.Immutable;
using System.Text.Json;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Chains;

/// <summary>Keeps the newest part of the sidechain and tells every open page when it changed.</summary>
/// <remarks>Thread: <see cref="CatchUpAsync"/> by one at a time; the rest by any.</remarks>
internal sealed class ChainFeed(RpcClient node)
{
    /// <summary>Blocks kept.</summary>
    public const int Length = 64;

    private volatile ChainView _view = ChainView.Unknown;

    /// <summary>Raised after every change; handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>What is known.</summary>
    public ChainView View => _view;

    /// <summary>Asks the node for what is new.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var answers = await node.BatchAsync(
            [
                new RpcCall("eth_getBlockByNumber", "latest", false),
                new RpcCall("eth_chainId"),
                new RpcCall("clique_getSigners"),
                new RpcCall("clique_proposals"),
                new RpcCall("net_peerCount"),
                new RpcCall("txpool_status"),
                new RpcCall("eth_getBlockByNumber", "safe", false),
                new RpcCall("eth_getBlockByNumber", "finalized", false),
            ],
            cancellationToken);
        var blocks = await ExtendAsync(answers[0].Value, cancellationToken);
        Publish(new ChainView
        {
            Blocks = blocks,
            ChainId = answers[1].Value.ToUInt256(),
            Signers = Known(answers[2]) is { } signers ? [.. signers.Items().Select(signer => signer.ToAddress())] : [],
            Proposals = Known(answers[3]) is { } proposals
                ? [.. proposals.EnumerateObject().Select(proposal => (Address.Parse(proposal.Name), proposal.Value.GetBoolean()))]
                : [],
            Peers = Known(answers[4])?.ToUInt64(),
            Pending = Known(answers[5])?.Field("pending").ToUInt64(),
            Safe = Known(answers[6])?.Field("number").ToUInt64(),
            Finalized = Known(answers[7])?.Field("number").ToUInt64(),
        });
    }

    /// <summary>Says that the node does not answer; what was known stays.</summary>
    public void Fail(string reason) => Publish(_view with { Failure = reason });

    /// <summary>The kept blocks with those up to the head put before them; what the chain left is dropped.</summary>
    private async Task<ImmutableArray<BlockSummary>> ExtendAsync(JsonElement head, CancellationToken cancellationToken)
    {
        var known = _view.Blocks;
        var fresh = new List<BlockSummary>();
        for (JsonElement? next = head; next is { } block;)
        {
            var hash = block.Field("hash").ToHash();
            if (fresh.Count == Length || known.Any(old => old.Hash == hash))
            {
                return [.. fresh.Concat(known.SkipWhile(old => old.Hash != hash)).Take(Length)];
            }

            var answers = await node.BatchAsync(
                [new RpcCall("clique_getSigner", hash.ToString()), new RpcCall("eth_getBlockByHash", block.Field("parentHash").GetString(), false)],
                cancellationToken);
            fresh.Add(BlockSummary.Read(block, block.Field("number").ToUInt64() == 0 ? null : Known(answers[0])?.ToAddress()));
            next = Known(answers[1]);
        }

        return [.. fresh];
    }

    /// <summary>The answer, or null where the node has none or does not offer the method.</summary>
    private static JsonElement? Known(RpcResult result) =>
        result.Error is null && result.Value.ValueKind != JsonValueKind.Null ? result.Value : null;

    private void Publish(ChainView view)
    {
        _view = view;
        Changed?.Invoke();
    }
}
