using System.Buffers.Binary;
using System.Numerics;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>Byte forms of accounts and slot values: as leaves of the trie, and as they lie flat in the database.</summary>
/// <remarks>
/// A flat account is <c>flags(1) nonceLength(1) balanceLength(1) nonce balance [storageRoot(32)] [codeHash(32)]</c>: numbers big-endian
/// without leading zeros; flag 1 says that a storage root follows, flag 2 a code hash, since most accounts have neither. A flat slot is its
/// value, big-endian without leading zeros.
/// </remarks>
internal static class AccountCodec
{
    /// <summary>Longest form of an account, either way.</summary>
    public const int MaxLength = 4 + 1 + 8 + 1 + 32 + (2 * 33);

    /// <summary>Longest form of a slot, either way.</summary>
    public const int MaxSlotLength = 33;

    private const byte HasStorage = 1;
    private const byte HasCode = 2;

    /// <summary>Writes RLP [nonce, balance, storageRoot, codeHash] (Yellow Paper section 4.1) and answers its length.</summary>
    public static int WriteLeaf(in Account account, Span<byte> target)
    {
        Span<byte> number = stackalloc byte[32];
        var position = 2; // the payload is 68 to 109 bytes, so its length always takes one byte
        BinaryPrimitives.WriteUInt64BigEndian(number, account.Nonce);
        position += WriteString(number[..8].TrimStart((byte)0), target[position..]);
        account.Balance.WriteBigEndian(number);
        position += WriteString(number.TrimStart((byte)0), target[position..]);
        position += WriteString(account.StorageRoot.Bytes, target[position..]);
        position += WriteString(account.CodeHash.Bytes, target[position..]);
        target[0] = 0xf8;
        target[1] = (byte)(position - 2);
        return position;
    }

    /// <summary>Writes the RLP of a slot's value and answers its length; nothing for 0, which the trie does not have.</summary>
    public static int WriteSlotLeaf(in UInt256 value, Span<byte> target)
    {
        Span<byte> number = stackalloc byte[32];
        value.WriteBigEndian(number);
        return value.IsZero ? 0 : WriteString(number.TrimStart((byte)0), target);
    }

    /// <summary>Writes the flat form of an account and answers its length.</summary>
    public static int WriteFlat(in Account account, Span<byte> target)
    {
        var hasStorage = account.StorageRoot != Keccak256.OfEmptyTrie;
        var hasCode = account.CodeHash != Keccak256.OfEmptyString;
        var nonceLength = 8 - (BitOperations.LeadingZeroCount(account.Nonce) / 8);
        var balanceLength = account.Balance.ByteLength;
        target[0] = (byte)((hasStorage ? HasStorage : 0) | (hasCode ? HasCode : 0));
        target[1] = (byte)nonceLength;
        target[2] = (byte)balanceLength;
        Span<byte> number = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(number, account.Nonce);
        number[(8 - nonceLength)..8].CopyTo(target[3..]);
        account.Balance.WriteBigEndian(number);
        number[(32 - balanceLength)..].CopyTo(target[(3 + nonceLength)..]);
        var position = 3 + nonceLength + balanceLength;
        if (hasStorage)
        {
            account.StorageRoot.CopyTo(target[position..]);
            position += Hash256.Size;
        }

        if (hasCode)
        {
            account.CodeHash.CopyTo(target[position..]);
            position += Hash256.Size;
        }

        return position;
    }

    /// <summary>Reads the flat form of an account.</summary>
    public static Account ReadFlat(ReadOnlySpan<byte> source)
    {
        var nonceLength = source[1];
        var balanceLength = source[2];
        var position = 3 + nonceLength + balanceLength;
        var nonce = UInt256.FromBigEndian(source.Slice(3, nonceLength)).Low64;
        var balance = UInt256.FromBigEndian(source.Slice(3 + nonceLength, balanceLength));
        var storageRoot = Keccak256.OfEmptyTrie;
        if ((source[0] & HasStorage) != 0)
        {
            storageRoot = new Hash256(source.Slice(position, Hash256.Size));
            position += Hash256.Size;
        }

        var codeHash = (source[0] & HasCode) != 0 ? new Hash256(source.Slice(position, Hash256.Size)) : Keccak256.OfEmptyString;
        return new Account(nonce, balance, storageRoot, codeHash);
    }

    /// <summary>Writes the flat form of a slot and answers its length: 0 for 0.</summary>
    public static int WriteFlatSlot(in UInt256 value, Span<byte> target)
    {
        Span<byte> number = stackalloc byte[32];
        value.WriteBigEndian(number);
        var trimmed = number.TrimStart((byte)0);
        trimmed.CopyTo(target);
        return trimmed.Length;
    }

    private static int WriteString(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        if (bytes is [< 0x80])
        {
            target[0] = bytes[0];
            return 1;
        }

        target[0] = (byte)(0x80 + bytes.Length);
        bytes.CopyTo(target[1..]);
        return 1 + bytes.Length;
    }
}
