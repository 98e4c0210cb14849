using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Tracing;

/// <summary>An account as it was when a transaction first touched it.</summary>
internal sealed class PrestateAccount(AccountState account, Code code)
{
    public UInt256 Balance { get; } = account.Balance;

    public ulong Nonce { get; } = account.Nonce;

    public Code Code { get; } = code;

    public Hash256 CodeHash { get; } = account.CodeHash;

    /// <summary>True when there was nothing at the address.</summary>
    public bool IsEmpty { get; } = account.IsEmpty;

    /// <summary>Slots that the transaction touched.</summary>
    public SortedDictionary<UInt256, UInt256> Storage { get; } = [];

    public bool HasCode => CodeHash != Keccak256.OfEmptyString;
}
