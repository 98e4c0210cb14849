using System.Buffers.Binary;
using PoaSidechain.Primitives;

namespace PoaSidechain.Storage;

/// <summary>Every key of the node's database. Methods write a key into the caller's buffer and answer the part they used.</summary>
/// <remarks>
/// Use: <c>Span&lt;byte&gt; buffer = stackalloc byte[Schema.MaxKeyLength]; store.Get(Schema.Header(buffer, number, hash))</c>.
/// Numbers are 8 bytes big-endian, so that keys are in the order of blocks; hashes 32 bytes; nibbles one to a byte.
/// <code>
/// prefix  rest of the key                          value
/// M 0                                              database version (4 bytes)
/// M 1                                              committed state: see StateStore
/// M 2                                              hash of the head block
/// M 3                                              checkpoint pin: the L1-final block the node never leaves
/// M 4                                              hash of the genesis block
/// M 5                                              config object of the genesis file, JSON
/// M 6                                              state in the making: its root, and how far it has come (a database of its own)
/// M 7                                              the block whose state is being moved in here: number, hash
/// M 8                                              in the database of a state in the making: blocks up to this number have been downloaded
/// --- state of the committed head (overwritten in place) ---
/// a       address hash                             account, flat
/// s       address hash, slot hash                  slot, flat
/// c       code hash                                code
/// n       nibbles                                  RLP of the state trie's node at that path
/// o       address hash, nibbles                    RLP of the account's storage trie's node at that path
/// --- history of the state ---
/// d       number, block hash                       changeset: old values of what the block changed
/// A       address hash, number                     account before that block (archive); empty: there was none
/// S       address hash, slot hash, number          slot before that block (archive); empty: 0
/// --- blocks of all branches ---
/// h       number, block hash                       header
/// b       number, block hash                       body
/// r       number, block hash                       receipts
/// t       number, block hash                       total difficulty
/// i       block hash                               number
/// --- the canonical chain ---
/// N       number                                   block hash
/// x       transaction hash                         number, index in the block
/// l       position, last 8 bytes, number           log index; position 0: log address, 1 to 4: topic; no value
/// --- engine and pool ---
/// B       block hash                               why the block was refused
/// q       block hash                               Clique snapshot
/// p       address                                  our own Clique proposal
/// e       number, signer                           evidence of two blocks of one signer at one height
/// j       transaction hash                         our own pending transaction
/// --- the seal journal, a database of its own ---
/// J       signer, number, parent hash              seal hash of the block given out for sealing
/// K       signer                                   that block, the newest
/// </code>
/// </remarks>
public static class Schema
{
    /// <summary>The version this code writes. A database of a higher one is refused.</summary>
    public const uint Version = 1;

    /// <summary>Room for the longest key.</summary>
    public const int MaxKeyLength = 1 + (3 * Hash256.Size) + sizeof(ulong);

    /// <summary>First byte of the keys of the state trie's nodes.</summary>
    public const byte AccountNodePrefix = (byte)'n';

    /// <summary>First byte of the keys of the storage tries' nodes.</summary>
    public const byte StorageNodePrefix = (byte)'o';

    /// <summary>First byte of the keys of flat accounts.</summary>
    public const byte AccountPrefix = (byte)'a';

    /// <summary>First byte of the keys of flat slots.</summary>
    public const byte SlotPrefix = (byte)'s';

    /// <summary>First byte of the keys of codes.</summary>
    public const byte CodePrefix = (byte)'c';

    /// <summary>First byte of the keys of changesets.</summary>
    public const byte ChangesetPrefix = (byte)'d';

    /// <summary>First byte of the keys of old accounts.</summary>
    public const byte AccountHistoryPrefix = (byte)'A';

    /// <summary>First byte of the keys of old slots.</summary>
    public const byte SlotHistoryPrefix = (byte)'S';

    /// <summary>First byte of the keys of headers.</summary>
    public const byte HeaderPrefix = (byte)'h';

    /// <summary>First byte of the keys of refused blocks.</summary>
    public const byte BadBlockPrefix = (byte)'B';

    /// <summary>First byte of the keys of canonical hashes.</summary>
    public const byte CanonicalPrefix = (byte)'N';

    /// <summary>First byte of the keys of the log index.</summary>
    public const byte LogIndexPrefix = (byte)'l';

    /// <summary>First byte of the keys of proposals.</summary>
    public const byte ProposalPrefix = (byte)'p';

    /// <summary>First byte of the keys of pending transactions.</summary>
    public const byte PendingTransactionPrefix = (byte)'j';

    /// <summary>First byte of the keys of evidence.</summary>
    public const byte EquivocationPrefix = (byte)'e';

    private const byte Meta = (byte)'M';

    /// <summary>Version of the database.</summary>
    public static ReadOnlySpan<byte> VersionKey => [Meta, 0];

    /// <summary>Which block the state belongs to.</summary>
    public static ReadOnlySpan<byte> StateHead => [Meta, 1];

    /// <summary>The head block.</summary>
    public static ReadOnlySpan<byte> BlockHead => [Meta, 2];

    /// <summary>The checkpoint pin.</summary>
    public static ReadOnlySpan<byte> CheckpointPin => [Meta, 3];

    /// <summary>The genesis block.</summary>
    public static ReadOnlySpan<byte> Genesis => [Meta, 4];

    /// <summary>The genesis file's configuration.</summary>
    public static ReadOnlySpan<byte> GenesisConfig => [Meta, 5];

    /// <summary>State in the making.</summary>
    public static ReadOnlySpan<byte> StateDraft => [Meta, 6];

    /// <summary>The block whose state is being moved in.</summary>
    public static ReadOnlySpan<byte> StateInstall => [Meta, 7];

    /// <summary>How many blocks have been downloaded.</summary>
    public static ReadOnlySpan<byte> BlocksFilled => [Meta, 8];

    /// <summary>Flat account.</summary>
    public static ReadOnlySpan<byte> Account(Span<byte> buffer, in Hash256 addressHash) => Write(buffer, AccountPrefix, addressHash);

    /// <summary>Flat slot.</summary>
    public static ReadOnlySpan<byte> Slot(Span<byte> buffer, in Hash256 addressHash, in Hash256 slotHash) =>
        Write(buffer, SlotPrefix, addressHash, slotHash);

    /// <summary>What the keys of all flat slots of an account start with.</summary>
    public static ReadOnlySpan<byte> SlotsOf(Span<byte> buffer, in Hash256 addressHash) => Write(buffer, SlotPrefix, addressHash);

    /// <summary>Code.</summary>
    public static ReadOnlySpan<byte> Code(Span<byte> buffer, in Hash256 codeHash) => Write(buffer, CodePrefix, codeHash);

    /// <summary>Node of a storage trie; with no nibbles the root, and what the keys of all its nodes start with.</summary>
    public static ReadOnlySpan<byte> StorageNode(Span<byte> buffer, in Hash256 addressHash, ReadOnlySpan<byte> nibbles)
    {
        buffer[0] = StorageNodePrefix;
        addressHash.CopyTo(buffer[1..]);
        nibbles.CopyTo(buffer[(1 + Hash256.Size)..]);
        return buffer[..(1 + Hash256.Size + nibbles.Length)];
    }

    /// <summary>Changeset of a block.</summary>
    public static ReadOnlySpan<byte> Changeset(Span<byte> buffer, ulong number, in Hash256 hash) =>
        Write(buffer, ChangesetPrefix, number, hash);

    /// <summary>Account before a block.</summary>
    public static ReadOnlySpan<byte> AccountHistory(Span<byte> buffer, in Hash256 addressHash, ulong number)
    {
        var key = Write(buffer, AccountHistoryPrefix, addressHash);
        return Append(buffer, key.Length, number);
    }

    /// <summary>Slot before a block.</summary>
    public static ReadOnlySpan<byte> SlotHistory(Span<byte> buffer, in Hash256 addressHash, in Hash256 slotHash, ulong number)
    {
        var key = Write(buffer, SlotHistoryPrefix, addressHash, slotHash);
        return Append(buffer, key.Length, number);
    }

    /// <summary>Header.</summary>
    public static ReadOnlySpan<byte> Header(Span<byte> buffer, ulong number, in Hash256 hash) => Write(buffer, HeaderPrefix, number, hash);

    /// <summary>Body.</summary>
    public static ReadOnlySpan<byte> Body(Span<byte> buffer, ulong number, in Hash256 hash) => Write(buffer, (byte)'b', number, hash);

    /// <summary>Receipts.</summary>
    public static ReadOnlySpan<byte> Receipts(Span<byte> buffer, ulong number, in Hash256 hash) => Write(buffer, (byte)'r', number, hash);

    /// <summary>Total difficulty.</summary>
    public static ReadOnlySpan<byte> TotalDifficulty(Span<byte> buffer, ulong number, in Hash256 hash) =>
        Write(buffer, (byte)'t', number, hash);

    /// <summary>Number of a block by its hash.</summary>
    public static ReadOnlySpan<byte> Number(Span<byte> buffer, in Hash256 blockHash) => Write(buffer, (byte)'i', blockHash);

    /// <summary>Hash of the canonical block at a height.</summary>
    public static ReadOnlySpan<byte> Canonical(Span<byte> buffer, ulong number)
    {
        buffer[0] = CanonicalPrefix;
        return Append(buffer, 1, number);
    }

    /// <summary>Where a transaction is in the canonical chain.</summary>
    public static ReadOnlySpan<byte> Transaction(Span<byte> buffer, in Hash256 transactionHash) => Write(buffer, (byte)'x', transactionHash);

    /// <summary>Logs of a block with an address (position 0) or a topic (positions 1 to 4), by the last eight bytes of it.</summary>
    public static ReadOnlySpan<byte> LogIndex(Span<byte> buffer, byte position, ulong tail, ulong number)
    {
        buffer[0] = LogIndexPrefix;
        buffer[1] = position;
        var key = Append(buffer, 2, tail);
        return Append(buffer, key.Length, number);
    }

    /// <summary>A block that was refused.</summary>
    public static ReadOnlySpan<byte> BadBlock(Span<byte> buffer, in Hash256 blockHash) => Write(buffer, BadBlockPrefix, blockHash);

    /// <summary>Clique snapshot after a block.</summary>
    public static ReadOnlySpan<byte> CliqueSnapshot(Span<byte> buffer, in Hash256 blockHash) => Write(buffer, (byte)'q', blockHash);

    /// <summary>Our proposal about an address.</summary>
    public static ReadOnlySpan<byte> Proposal(Span<byte> buffer, in Address address)
    {
        buffer[0] = ProposalPrefix;
        address.CopyTo(buffer[1..]);
        return buffer[..(1 + Address.Size)];
    }

    /// <summary>Evidence against a signer at a height.</summary>
    public static ReadOnlySpan<byte> Equivocation(Span<byte> buffer, ulong number, in Address signer)
    {
        buffer[0] = EquivocationPrefix;
        var length = Append(buffer, 1, number).Length;
        signer.CopyTo(buffer[length..]);
        return buffer[..(length + Address.Size)];
    }

    /// <summary>What was given out for sealing on a parent.</summary>
    public static ReadOnlySpan<byte> SealedParent(Span<byte> buffer, in Address signer, ulong number, in Hash256 parent)
    {
        buffer[0] = (byte)'J';
        signer.CopyTo(buffer[1..]);
        var length = Append(buffer, 1 + Address.Size, number).Length;
        parent.CopyTo(buffer[length..]);
        return buffer[..(length + Hash256.Size)];
    }

    /// <summary>The block that was given out for sealing last.</summary>
    public static ReadOnlySpan<byte> NewestSeal(Span<byte> buffer, in Address signer)
    {
        buffer[0] = (byte)'K';
        signer.CopyTo(buffer[1..]);
        return buffer[..(1 + Address.Size)];
    }

    /// <summary>A pending transaction of our own.</summary>
    public static ReadOnlySpan<byte> PendingTransaction(Span<byte> buffer, in Hash256 transactionHash) =>
        Write(buffer, PendingTransactionPrefix, transactionHash);

    private static ReadOnlySpan<byte> Write(Span<byte> buffer, byte prefix, in Hash256 hash)
    {
        buffer[0] = prefix;
        hash.CopyTo(buffer[1..]);
        return buffer[..(1 + Hash256.Size)];
    }

    private static ReadOnlySpan<byte> Write(Span<byte> buffer, byte prefix, in Hash256 first, in Hash256 second)
    {
        buffer[0] = prefix;
        first.CopyTo(buffer[1..]);
        second.CopyTo(buffer[(1 + Hash256.Size)..]);
        return buffer[..(1 + (2 * Hash256.Size))];
    }

    private static ReadOnlySpan<byte> Write(Span<byte> buffer, byte prefix, ulong number, in Hash256 hash)
    {
        buffer[0] = prefix;
        BinaryPrimitives.WriteUInt64BigEndian(buffer[1..], number);
        hash.CopyTo(buffer[(1 + sizeof(ulong))..]);
        return buffer[..(1 + sizeof(ulong) + Hash256.Size)];
    }

    private static ReadOnlySpan<byte> Append(Span<byte> buffer, int length, ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(buffer[length..], number);
        return buffer[..(length + sizeof(ulong))];
    }
}
