using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <summary>A transaction somebody wants sent.</summary>
/// <param name="Purpose">What for; two intents of one purpose are the same transaction.</param>
/// <param name="To">The contract called.</param>
/// <param name="Data">Call data.</param>
internal sealed record TransactionIntent(string Purpose, Address To, ReadOnlyMemory<byte> Data);
