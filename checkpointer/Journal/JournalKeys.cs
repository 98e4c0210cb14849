using System.Buffers.Binary;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Journal;

/// <summary>Every key of the journal: one byte of kind, then numbers in big-endian order or hashes.</summary>
/// <remarks>
/// <code>
/// 01                        identity of the bridge the journal belongs to
/// 10 index(8) round(4)      digest signed for that index and round
/// 11 count(8)               accumulator signed for that count of deposits
/// 12                        digest of the binding signed
/// 20 digest(32)             checkpoint derived from the own node, encoded
/// 30                        newest checkpoint that is final on L1 and agrees with the own node
/// 40 chain(8) nonce(8)      transaction not yet final
/// 41 chain(8) day(4)        spent on that day (UTC, days since 1970), wei
/// 50 nonce(8)               deposit seen on L1
/// 51                        last L1 block searched for deposits
/// 60 hash(32)               signer set, 20 bytes each
/// 70                        newest index up to which the watchtower found every checkpoint true
/// </code>
/// </remarks>
internal static class JournalKeys
{
    public const byte SignedCheckpointKind = 0x10;
    public const byte DerivedCheckpointKind = 0x20;
    public const byte TransactionKind = 0x40;
    public const byte DepositKind = 0x50;

    public static byte[] Identity { get; } = [0x01];

    public static byte[] SignedBinding { get; } = [0x12];

    public static byte[] FinalCheckpoint { get; } = [0x30];

    public static byte[] DepositsSearched { get; } = [0x51];

    public static byte[] Watched { get; } = [0x70];

    public static byte[] SignedCheckpoint(ulong index, uint round)
    {
        var key = new byte[1 + 8 + 4];
        key[0] = SignedCheckpointKind;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), index);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(9), round);
        return key;
    }

    public static byte[] SignedDeposits(ulong count) => Numbered(0x11, count);

    public static byte[] DerivedCheckpoint(in Hash256 digest) => [DerivedCheckpointKind, .. digest.Bytes];

    public static byte[] Transaction(ulong chain, ulong nonce) => [.. Numbered(TransactionKind, chain), .. Number(nonce)];

    public static byte[] Spent(ulong chain, uint day)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, day);
        return [.. Numbered(0x41, chain), .. bytes];
    }

    public static byte[] Deposit(ulong nonce) => Numbered(DepositKind, nonce);

    public static byte[] SignerSet(in Hash256 hash) => [0x60, .. hash.Bytes];

    public static byte[] Numbered(byte kind, ulong number) => [kind, .. Number(number)];

    public static byte[] Number(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
