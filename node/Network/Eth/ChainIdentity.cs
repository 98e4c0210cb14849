using PoaSidechain.Chain;
using PoaSidechain.Network.Peers;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Eth;

/// <summary>Which chain this node is on: makes our Status and judges those of others.</summary>
/// <param name="tree">The chain.</param>
/// <param name="networkId">The network id.</param>
/// <param name="forks">The fork id at a head, and whether another's fits it (EIP-2124).</param>
internal sealed class ChainIdentity(IBlockTree tree, ulong networkId, ForkIdRules forks)
{
    /// <summary>Our fork id at the head (EIP-2124): what Status and our node record say.</summary>
    public ForkId ForkId => forks.At(tree.Head.Number, tree.Head.Timestamp);

    /// <summary>True when a node with this fork id may be on our chain, ahead of us or behind (EIP-2124).</summary>
    public bool IsCompatible(ForkId theirs) => forks.Validate(theirs, tree.Head.Number, tree.Head.Timestamp) == ForkIdVerdict.Compatible;

    /// <summary>Our Status for a version of eth.</summary>
    public EthStatus MakeStatus(int version)
    {
        var head = tree.Head;
        return new EthStatus(
            version,
            networkId,
            tree.FindTotalDifficulty(head.Hash) ?? tree.HeadTotalDifficulty,
            head.Hash,
            tree.Genesis.Hash,
            forks.At(head.Number, head.Timestamp));
    }

    /// <summary>None, or why the other side is of no use.</summary>
    public (PeerFault Fault, string Detail) Judge(EthStatus theirs, int version)
    {
        if (theirs.NetworkId != networkId)
        {
            return (PeerFault.WrongNetwork, $"network {theirs.NetworkId}, ours is {networkId}");
        }

        if (theirs.Version != version)
        {
            return (PeerFault.WrongProtocolVersion, $"eth/{theirs.Version} in a session of eth/{version}");
        }

        if (theirs.GenesisHash != tree.Genesis.Hash)
        {
            return (PeerFault.WrongGenesis, $"genesis {theirs.GenesisHash}, ours is {tree.Genesis.Hash}");
        }

        return IsCompatible(theirs.ForkId)
            ? (PeerFault.None, string.Empty)
            : (PeerFault.IncompatibleFork, $"fork id {theirs.ForkId}, ours is {ForkId}");
    }
}
