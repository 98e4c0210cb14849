namespace PoaSidechain.State;

/// <summary>
/// A proof was asked for at a block whose trie would take too long to rebuild: see <see cref="StateOptions.MaxProofDepth"/>.
/// </summary>
/// <param name="number">The block.</param>
public sealed class StateUnavailableException(ulong number)
    : Exception($"The trie of block {number} is too far behind the head to be rebuilt for a proof.");
