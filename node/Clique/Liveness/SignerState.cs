using PoaSidechain.Primitives;

namespace PoaSidechain.Clique.Liveness;

/// <summary>What the chain shows of one signer.</summary>
/// <param name="Address">Who.</param>
/// <param name="LastSealed">The newest block in the window that it sealed; null for none.</param>
/// <param name="MissedTurns">Blocks of the window that were its turn and sealed by another.</param>
/// <param name="MayFrom">First block that the recents rule lets it seal (EIP-225: at most one of floor(N/2)+1).</param>
/// <param name="IsMissing">True when it is taken to be away: see <see cref="LivenessReport"/>.</param>
public sealed record SignerState(Address Address, ulong? LastSealed, int MissedTurns, ulong MayFrom, bool IsMissing);
