using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>What the Anchor asks for when a checkpoint covers an epoch block: the header that lists the signers, and its place in the blocks tree.</summary>
/// <param name="Header">RLP of the header.</param>
/// <param name="Path">Path to the blocks root.</param>
internal sealed record EpochProof(ReadOnlyMemory<byte> Header, MerklePath Path);
