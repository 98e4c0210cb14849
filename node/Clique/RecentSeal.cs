using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

/// <summary>Who sealed a recent block.</summary>
/// <param name="BlockNumber">The block.</param>
/// <param name="Signer">Its signer.</param>
public readonly record struct RecentSeal(ulong BlockNumber, Address Signer);
