using System.Runtime.InteropServices;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>The state while a block executes: what was read, what was changed, and the journal that takes changes back.</summary>
/// <remarks>
/// One object a block. Within it, transactions come one after another: <see cref="BeginTransaction"/>, changes with
/// <see cref="TakeSnapshot"/> and <see cref="Revert"/>, <see cref="FinishTransaction"/>. At the end <see cref="CollectChanges"/> says what the block
/// changed. Thread: one at a time.
/// </remarks>
public sealed partial class WorldState(IStateReader reader)
{
    private static readonly Address Ripemd = Address.FromNumber(3);

    private readonly Dictionary<Address, AccountState> _accounts = [];
    private readonly List<JournalEntry> _journal = [];
    private long _revision; // grows with each point that can be gone back to, and with each return
    private readonly List<Log> _logs = [];
    private readonly Dictionary<(Address Address, UInt256 Key), TransientSlot> _transient = [];
    private readonly Dictionary<Hash256, Code> _newCodes = [];
    private bool _ripemdTouched;

    /// <summary>Running number of the transaction in the block, from 0.</summary>
    internal int Transaction { get; private set; }

    /// <summary>Gas refund gathered by the running transaction; may pass below zero on its way.</summary>
    public long Refund { get; set; }

    /// <summary>What the running transaction has logged and not taken back.</summary>
    public IReadOnlyList<Log> Logs => _logs;

    /// <summary>Starts a transaction: nothing is warm, no logs, no refund, no transient storage.</summary>
    public void BeginTransaction()
    {
        Transaction++;
        _journal.Clear();
        _revision++;
        _logs.Clear();
        _transient.Clear();
        _ripemdTouched = false;
        Refund = 0;
    }

    /// <summary>The account at an address; one that does not exist is answered too, with <see cref="AccountState.Exists"/> false.</summary>
    public AccountState GetAccount(in Address address)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, address, out _);
        return entry ??= LoadAccount(address);
    }

    /// <summary>The code of an account, loaded on first use.</summary>
    public Code GetCode(AccountState account)
    {
        if (account.LoadedCode is { } code)
        {
            return code;
        }

        code = !account.HasCode ? Code.Empty
            : _newCodes.TryGetValue(account.CodeHash, out var fresh) ? fresh
            : reader.GetCode(account.CodeHash);
        account.LoadedCode = code;
        return code;
    }

    /// <summary>A slot of an account, loaded on first use; does not make it warm.</summary>
    public StorageSlot GetSlot(AccountState account, in UInt256 key)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(account.Slots, key, out _);
        var slot = entry ??= LoadSlot(account, key);
        if (slot.Transaction != Transaction)
        {
            slot.Transaction = Transaction;
            slot.Original = slot.Current;
            slot.IsWarm = false;
        }

        return slot;
    }

    /// <summary>The value of a transient slot (EIP-1153).</summary>
    public UInt256 GetTransient(AccountState account, in UInt256 key) =>
        _transient.TryGetValue((account.Address, key), out var slot) ? slot.Value : default;

    /// <summary>True when the account has storage of its own from before the block that was not wiped.</summary>
    public static bool HasStorage(AccountState account) =>
        (!account.StorageWiped && account.AtBlockStart is { } start && start.StorageRoot != Keccak256.OfEmptyTrie)
        || account.Slots.Values.Any(slot => !slot.Current.IsZero);

    private AccountState LoadAccount(in Address address)
    {
        var hash = Keccak256.Hash(address.Bytes);
        Account? account = reader.TryGetAccount(hash, out var found) ? found : null;
        return new AccountState(this, address, hash, account);
    }

    private StorageSlot LoadSlot(AccountState account, in UInt256 key)
    {
        var hash = StorageSlot.HashOf(key);
        var isFresh = account.StorageWiped || account.AtBlockStart is not { } start || start.StorageRoot == Keccak256.OfEmptyTrie;
        return new StorageSlot(key, hash, isFresh ? default : reader.GetStorage(account.AddressHash, hash)) { Transaction = -1 };
    }
}
