using PoaSidechain.Clique;
using PoaSidechain.Clique.Liveness;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>The answer of clique_getLiveness.</summary>
/// <param name="Liveness">How the signers are doing.</param>
/// <param name="ClockOffset">This clock against the other signers'; null while too few are heard.</param>
/// <param name="IsClockOff">True when nothing is sealed for it.</param>
/// <param name="Sealing">What this node's sealing does; null where it does not seal.</param>
internal sealed record CliqueHealth(LivenessReport Liveness, TimeSpan? ClockOffset, bool IsClockOff, SealingStatus? Sealing);
