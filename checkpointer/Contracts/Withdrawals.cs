using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>Withdrawals as anyone can read them from the sidechain, and the call that claims one on L1.</summary>
internal static class Withdrawals
{
    /// <summary>The Outbox's event.</summary>
    public static AbiEvent Appended { get; } = BridgeAbi.Outbox.Event("WithdrawalAppended");

    /// <summary>The Outbox's events up to the head, oldest first; of all withdrawals unless their indexed values are given too.</summary>
    public static async Task<IReadOnlyList<ChainLog>> LogsAsync(ChainClient sidechain, CancellationToken cancellationToken, params Hash256?[] topics)
    {
        var head = await sidechain.HeadAsync(cancellationToken);
        var filter = new LogFilter(Predeploys.Outbox, 0, head.Number, [Appended.Topic, .. topics]);
        return await sidechain.LogsAsync(filter, cancellationToken);
    }

    /// <summary>The withdrawal that an event tells of.</summary>
    public static WithdrawalLeaf LeafOf(ChainLog log) => WithdrawalLeaf.FromEvent(Appended.Decode(log.ToLog()));

    /// <summary>Call data of <c>Vault.claim</c>.</summary>
    /// <param name="leaf">What is claimed.</param>
    /// <param name="all">Withdrawals in the order of their indices, at least as many as <paramref name="count"/>.</param>
    /// <param name="count">How many of them the root on L1 holds.</param>
    /// <param name="bridge">The bridge.</param>
    public static byte[] Claim(WithdrawalLeaf leaf, IReadOnlyList<WithdrawalLeaf> all, ulong count, BridgeIdentity bridge)
    {
        var tree = TreeOf(all, count, bridge);
        var path = tree.PathOf(leaf.Index);
        return BridgeAbi.Vault.Function("claim").EncodeCall(tree.Root, leaf.ToAbi(), (UInt256)path.Mask, path.Siblings.Cast<object>().ToArray());
    }

    /// <summary>Call data of <c>Vault.claimMany</c>: all of them or none.</summary>
    /// <param name="leaves">What is claimed.</param>
    /// <param name="all">Withdrawals in the order of their indices, at least as many as <paramref name="count"/>.</param>
    /// <param name="count">How many of them the root on L1 holds.</param>
    /// <param name="bridge">The bridge.</param>
    public static byte[] ClaimMany(IReadOnlyCollection<WithdrawalLeaf> leaves, IReadOnlyList<WithdrawalLeaf> all, ulong count, BridgeIdentity bridge)
    {
        var tree = TreeOf(all, count, bridge);
        var paths = leaves.Select(leaf => tree.PathOf(leaf.Index)).Select(path => (object)new object[] { (UInt256)path.Mask, path.Siblings.Cast<object>().ToArray() });
        return BridgeAbi.Vault.Function("claimMany").EncodeCall(tree.Root, leaves.Select(leaf => (object)leaf.ToAbi()).ToArray(), paths.ToArray());
    }

    /// <summary>Call data of <c>Vault.release</c>: pays a claim that was queued.</summary>
    public static byte[] Release(WithdrawalLeaf leaf) => BridgeAbi.Vault.Function("release").EncodeCall((UInt256)leaf.Index, leaf.ToAbi());

    private static MerkleTree TreeOf(IReadOnlyList<WithdrawalLeaf> all, ulong count, BridgeIdentity bridge) =>
        WithdrawalTree.Build([.. all.Take((int)count).Select(leaf => leaf.Hash(bridge))]);
}
