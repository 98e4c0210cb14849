using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.State.Snap;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Who has native coin. A state knows accounts by the hashes of their addresses only, so addresses are gathered from everything a chain shows.</summary>
/// <remarks>What is gathered is checked by its hash; what was missed is known by its number and its coin.</remarks>
internal sealed class AddressBook
{
    private readonly Dictionary<Hash256, Account> _unknown = [];
    private readonly List<(Address Address, Account Account)> _known = [];

    private AddressBook()
    {
    }

    /// <summary>Accounts with coin, but for the bridge's own reserve, in the order of their addresses.</summary>
    public IReadOnlyList<(Address Address, Account Account)> Known => _known;

    /// <summary>Accounts with coin whose addresses nothing in the chain shows, such as one that only a contract ever paid and never named.</summary>
    public IReadOnlyCollection<Account> Unknown => _unknown.Values;

    /// <summary>Looks through genesis, blocks, receipts and L1's deposits, until every account with coin is known.</summary>
    /// <param name="archive">The chain.</param>
    /// <param name="more">Addresses known from elsewhere: genesis, L1, what the user typed.</param>
    public static AddressBook Gather(Archive archive, IEnumerable<Address> more)
    {
        var book = new AddressBook();
        new StateRanges(archive.State).ReadAccounts(Hash256.Zero, (in Hash256 hash, in Account account) =>
        {
            if (!account.Balance.IsZero)
            {
                book._unknown.Add(hash, account);
            }

            return true;
        });
        book._unknown.Remove(Keccak256.Hash(Predeploys.NativeVault.Bytes));
        foreach (var address in more)
        {
            book.Note(address);
        }

        foreach (var (block, receipts, sealer) in archive.Blocks())
        {
            if (book._unknown.Count == 0)
            {
                break;
            }

            book.Note(sealer);
            book.Note(block.Header.Beneficiary);
            foreach (var transaction in block.Transactions)
            {
                book.NoteAll(transaction);
            }

            foreach (var log in receipts.SelectMany(receipt => receipt.Logs))
            {
                book.NoteAll(log);
            }
        }

        book._known.Sort((a, b) => a.Address.Bytes.SequenceCompareTo(b.Address.Bytes));
        return book;
    }

    private void NoteAll(Transaction transaction)
    {
        if (transaction.TryGetSender(out var sender))
        {
            Note(sender);
            Note(transaction.To ?? ContractAddress.Of(sender, transaction.Nonce));
        }

        foreach (var authorization in transaction.AuthorizationList.ToArray())
        {
            if (authorization.TryRecoverAuthority(out var authority))
            {
                Note(authority);
            }
        }

        // Arguments of a call stand behind its selector, those of a constructor at the end of the code.
        NoteWords(transaction.To is null ? transaction.Data.Span[(transaction.Data.Length % 32)..] : transaction.Data.Span[Math.Min(4, transaction.Data.Length)..]);
    }

    private void NoteAll(Log log)
    {
        Note(log.Address);
        foreach (var topic in log.Topics.Span)
        {
            NoteWords(topic.Bytes);
        }

        NoteWords(log.Data.Span);
    }

    private void NoteWords(ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 32; data = data[32..])
        {
            if (!data[..12].ContainsAnyExcept((byte)0) && data[12..20].ContainsAnyExcept((byte)0)) // a smaller number is an amount or an offset
            {
                Note(new Address(data[12..32]));
            }
        }
    }

    private void Note(in Address address)
    {
        if (_unknown.Remove(Keccak256.Hash(address.Bytes), out var account))
        {
            _known.Add((address, account));
        }
    }
}
