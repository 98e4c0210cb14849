using PoaSidechain.Primitives;

namespace PoaSidechain.Network.Eth;

/// <summary>A peer says that it has a transaction.</summary>
/// <param name="Hash">The transaction.</param>
/// <param name="Type">Its envelope type; null before eth/68.</param>
/// <param name="Bytes">Length of its envelope; null before eth/68.</param>
internal readonly record struct TransactionAnnouncement(Hash256 Hash, byte? Type, uint? Bytes);
