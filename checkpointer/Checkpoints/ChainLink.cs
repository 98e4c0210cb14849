using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Checkpoints;

/// <summary>One block of the own node's chain, as far as checkpoints care.</summary>
/// <param name="Number">Height.</param>
/// <param name="Hash">Hash.</param>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="SetAfter">Signers in force behind it.</param>
internal sealed record ChainLink(ulong Number, Hash256 Hash, ulong Timestamp, SignerSet SetAfter);
