using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

/// <summary>A vote that stands: one signer's wish about one account.</summary>
/// <param name="Signer">Who voted.</param>
/// <param name="BlockNumber">In which block.</param>
/// <param name="Account">About whom.</param>
/// <param name="Add">True to let the account in, false to put it out.</param>
public sealed record Vote(Address Signer, ulong BlockNumber, Address Account, bool Add);
