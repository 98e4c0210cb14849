using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>An account of a case's state.</summary>
internal sealed record FuzzAccount(Address Address, ulong Nonce, UInt256 Balance, byte[] Code, IReadOnlyList<(UInt256 Slot, UInt256 Value)> Storage);
