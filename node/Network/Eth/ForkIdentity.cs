using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Network.Eth;

/// <summary>The fork id of this chain (EIP-2124).</summary>
/// <param name="At">Ours at a head.</param>
/// <param name="IsCompatible">Whether another's fits ours at our head.</param>
internal sealed record ForkIdentity(Func<BlockHeader, ForkId> At, Func<ForkId, BlockHeader, bool> IsCompatible);
