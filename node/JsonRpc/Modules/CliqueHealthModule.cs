using PoaSidechain.Clique;
using PoaSidechain.Clique.Evidence;
using PoaSidechain.Clique.Liveness;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>clique_*, what geth has not: how the signers are doing, evidence against them, and Besu's metrics of signers.</summary>
internal sealed class CliqueHealthModule(ChainReader chain, CliqueEngine engine, LivenessWatch liveness, EquivocationStore equivocations, Func<SealingStatus?> sealing)
    : IRpcModule
{
    private const ulong DefaultMetricsRange = 100; // Besu's
    private const ulong MaxMetricsRange = 100_000;

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("clique_getLiveness", CliqueHealthJson.Liveness, () => new RpcResult<CliqueHealth>(
            new CliqueHealth(liveness.Report(), liveness.Clock.Current, liveness.Clock.IsBeyondBound, sealing())));
        registry.Add(
            "clique_getEquivocations", Result.List(CliqueHealthJson.Equivocation), () => new RpcResult<IReadOnlyList<Equivocation>>(equivocations.All));
        var number = Arg.BlockNumber.Or(BlockParameter.Nothing);
        registry.Add("clique_getSignerMetrics", number, number, Result.List(CliqueHealthJson.SignerMetric), GetSignerMetrics);
    }

    /// <summary>Besu's: who sealed how many of a range of blocks, both ends included; the last hundred without one.</summary>
    private RpcResult<IReadOnlyList<SignerMetric>> GetSignerMetrics(BlockParameter from, BlockParameter to)
    {
        var head = chain.Tree.Head.Number;
        var last = NumberOf(to) ?? head;
        var first = NumberOf(from) ?? (last >= DefaultMetricsRange ? last - DefaultMetricsRange + 1 : 0);
        if (first > last || last > head)
        {
            return RpcError.Refused("start block must be at or before end block, and both known");
        }

        if (last - first >= MaxMetricsRange)
        {
            return RpcError.Refused($"at most {MaxMetricsRange} blocks");
        }

        var metrics = new SortedDictionary<Address, SignerMetric>();
        for (var number = Math.Max(first, 1); number <= last; number++)
        {
            if (chain.Tree.FindHeader(number) is { } header && engine.TryGetSigner(header, out var signer))
            {
                metrics[signer] = new SignerMetric(signer, (metrics.GetValueOrDefault(signer)?.BlockCount ?? 0) + 1, number);
            }
        }

        if (chain.Tree.FindHeader(last) is { } end && engine.GetSnapshot(end, chain.Tree) is { } snapshot)
        {
            foreach (var signer in snapshot.Signers)
            {
                metrics.TryAdd(signer, new SignerMetric(signer, 0, 0));
            }
        }

        return new RpcResult<IReadOnlyList<SignerMetric>>([.. metrics.Values]);
    }

    private ulong? NumberOf(BlockParameter block) =>
        block != BlockParameter.Nothing && chain.FindHeader(block).TryGet(out var header, out _) && header is not null ? header.Number : null;
}
