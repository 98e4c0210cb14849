using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

/// <summary>The count of standing votes about one account; all of them go in one direction.</summary>
/// <param name="Account">About whom.</param>
/// <param name="Add">True to let the account in, false to put it out.</param>
/// <param name="Votes">How many signers want it.</param>
public sealed record Tally(Address Account, bool Add, int Votes);
