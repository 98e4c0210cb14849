using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The bridge's contracts in a finalized L1 block that enough endpoints agree on, every value proven against its state root.</summary>
/// <param name="Block">The finalized header.</param>
/// <param name="Head">The Anchor's head.</param>
/// <param name="HeadDigest">Digest of the newest accepted checkpoint.</param>
/// <param name="SetHash">The Anchor's signer set.</param>
/// <param name="DepositCount">Deposits made.</param>
/// <param name="DepositAcc">Accumulator over all of them.</param>
internal sealed record L1View(
    BlockHeader Block, AnchorHeadSlot Head, Hash256 HeadDigest, Hash256 SetHash, ulong DepositCount, Hash256 DepositAcc);
