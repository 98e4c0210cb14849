using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Console.Bridge;

/// <summary>Both chains of a bridge and what is asked of its contracts. Believes its endpoints: it shows, it does not sign.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class BridgeChains(RpcClient node, RpcClient l1, Deployment deployment)
{
    /// <summary>Most blocks that one request for events spans: what public endpoints commonly allow.</summary>
    private const ulong LogSpan = 10_000;

    public ChainClient Sidechain { get; } = new(node);

    public ChainClient L1 { get; } = new(l1);

    public BridgeIdentity Identity => deployment.Identity;

    /// <summary>L1 block before which the bridge did not exist.</summary>
    public ulong L1Start => deployment.L1StartBlock;

    /// <summary>What a view of one of the contracts answers.</summary>
    public static async Task<AbiTuple> ViewAsync(
        ChainClient chain, Address contract, AbiFunction function, CancellationToken cancellationToken, params object[] arguments)
    {
        var result = await chain.CallAsync(null, contract, function.EncodeCall(arguments), BlockTag.Latest, cancellationToken);
        return result.Failure is { } error
            ? throw new RpcException($"{function.Name} of {contract} on {chain.Name}", error)
            : function.DecodeResult(result.Data.Span);
    }

    public Task<AbiTuple> VaultAsync(string function, CancellationToken cancellationToken, params object[] arguments) =>
        ViewAsync(L1, Identity.Vault, BridgeAbi.Vault.Function(function), cancellationToken, arguments);

    public Task<AbiTuple> AnchorAsync(string function, CancellationToken cancellationToken, params object[] arguments) =>
        ViewAsync(L1, Identity.Anchor, BridgeAbi.Anchor.Function(function), cancellationToken, arguments);

    public async Task<ulong> TakenInAsync(CancellationToken cancellationToken) =>
        (await ViewAsync(Sidechain, Predeploys.Inbox, BridgeAbi.Inbox.Function("count"), cancellationToken)).Get<ulong>(0);

    /// <summary>Events of a contract, in spans that endpoints allow, oldest first.</summary>
    public static async Task<IReadOnlyList<ChainLog>> LogsAsync(
        ChainClient chain, Address emitter, ulong first, ulong last, CancellationToken cancellationToken, params Hash256?[] topics)
    {
        var logs = new List<ChainLog>();
        for (var from = first; from <= last; from += LogSpan)
        {
            logs.AddRange(await chain.LogsAsync(new LogFilter(emitter, from, Math.Min(last, from + LogSpan - 1), topics), cancellationToken));
        }

        return logs;
    }
}
