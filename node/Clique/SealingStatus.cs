using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

/// <summary>What the sealing loop is doing.</summary>
/// <param name="Signer">The account it seals for.</param>
/// <param name="State">What it does or waits for.</param>
/// <param name="BlockNumber">The block it would seal next.</param>
/// <param name="MayFrom">First block that the recents rule lets it seal.</param>
/// <param name="Since">Since when it has been so.</param>
public sealed record SealingStatus(Address Signer, SealingState State, ulong BlockNumber, ulong MayFrom, DateTimeOffset Since);
