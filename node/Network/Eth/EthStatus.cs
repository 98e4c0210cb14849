using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Network.Eth;

/// <summary>The first message of eth: which chain a node is on and how far.</summary>
/// <param name="Version">The eth version.</param>
/// <param name="NetworkId">The network id, usually the chain id.</param>
/// <param name="TotalDifficulty">Of the head, genesis included.</param>
/// <param name="HeadHash">The head.</param>
/// <param name="GenesisHash">The genesis block.</param>
/// <param name="ForkId">The fork id (EIP-2124).</param>
internal sealed record EthStatus(
    int Version, ulong NetworkId, UInt256 TotalDifficulty, Hash256 HeadHash, Hash256 GenesisHash, ForkId ForkId);
