using PoaSidechain.Chain.Rules;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Chain;

/// <summary>A block on whose body was decided ahead of its turn.</summary>
/// <param name="Block">The block; its seal's signer and its senders are known where there are any.</param>
/// <param name="Body">The verdict of <see cref="BodyRules"/> under the rules of the block's number and time.</param>
public sealed record PreparedBlock(Block Block, BlockVerdict Body);
