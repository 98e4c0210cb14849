namespace PoaSidechain.Network.Eth;

/// <summary>A chain's forks in short (EIP-2124).</summary>
/// <param name="Hash">CRC-32 of the genesis hash and the forks passed.</param>
/// <param name="Next">Block number or time of the next fork; 0 when none is known.</param>
internal readonly record struct ForkId(uint Hash, ulong Next);
