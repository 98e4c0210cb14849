using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>A checkpoint that L1 accepted.</summary>
/// <param name="Index">Its index.</param>
/// <param name="LastBlock">The newest sidechain block in it.</param>
/// <param name="L1Block">L1 block of its acceptance.</param>
/// <param name="Signatures">How many signers signed it; 0 where it was accepted without a quorum's signatures.</param>
/// <param name="IsFinal">True when L1 has finalized that block.</param>
/// <param name="Digest">The EIP-712 digest that was signed.</param>
internal sealed record CheckpointRow(ulong Index, ulong LastBlock, ulong L1Block, int Signatures, bool IsFinal, Hash256 Digest);
