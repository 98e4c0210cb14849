using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>One storage slot as a block's execution sees it.</summary>
/// <remarks>Owned by one <see cref="WorldState"/>; written by it alone, so that every change is journaled.</remarks>
public sealed class StorageSlot
{
    internal StorageSlot(in UInt256 key, in Hash256 keyHash, in UInt256 value)
    {
        Key = key;
        KeyHash = keyHash;
        AtBlockStart = value;
        Current = value;
        Original = value;
    }

    /// <summary>The slot's number.</summary>
    public UInt256 Key { get; }

    /// <summary>Keccak-256 of the slot's number.</summary>
    public Hash256 KeyHash { get; }

    /// <summary>The value now.</summary>
    public UInt256 Current { get; internal set; }

    /// <summary>The value before the running transaction (EIP-2200's original value).</summary>
    public UInt256 Original { get; internal set; }

    /// <summary>The value before the block.</summary>
    public UInt256 AtBlockStart { get; }

    /// <summary>True when the running transaction has accessed the slot or named it beforehand (EIP-2929).</summary>
    public bool IsWarm { get; internal set; }

    /// <summary>Number of the transaction for which <see cref="Original"/> and <see cref="IsWarm"/> hold.</summary>
    internal int Transaction { get; set; }

    /// <summary>The world's revision when the value was last put into the journal.</summary>
    internal long Recorded { get; set; } = -1;

    internal static Hash256 HashOf(in UInt256 key)
    {
        Span<byte> bytes = stackalloc byte[32];
        key.WriteBigEndian(bytes);
        return Keccak256.Hash(bytes);
    }
}
