using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>An attempt at the next checkpoint that is on the notice board and that this node derives alike.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Signatures">Signatures of the set so far.</param>
/// <param name="IsLed">The leader of its round signed it.</param>
internal sealed record Attempt(Checkpoint Checkpoint, Hash256 Digest, QuorumSignatures Signatures, bool IsLed);
