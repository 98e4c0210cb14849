namespace PoaSidechain.Primitives.Specs;

/// <summary>An account of the genesis file's <c>alloc</c>. It is written to the state even when it is empty, whatever forks are active.</summary>
/// <param name="Balance">In wei.</param>
/// <param name="Nonce">Transactions sent, or 1 for a contract that is to look like a deployed one.</param>
/// <param name="Code">Contract code, or empty.</param>
/// <param name="Storage">Slots with a value other than zero.</param>
public sealed record GenesisAccount(
    UInt256 Balance, ulong Nonce, ReadOnlyMemory<byte> Code, IReadOnlyDictionary<UInt256, UInt256> Storage);
