using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>One signed form of a transaction; later ones differ by their fees.</summary>
/// <param name="Raw">The signed bytes.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Fee">The bid.</param>
/// <param name="Block">Head of the chain when it was made.</param>
internal sealed record TransactionAttempt(ReadOnlyMemory<byte> Raw, Hash256 Hash, FeeQuote Fee, ulong Block);
