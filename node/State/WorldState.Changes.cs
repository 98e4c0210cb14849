using System.Runtime.InteropServices;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.State;

public sealed partial class WorldState
{
    /// <summary>Adds to a balance, bringing the account into being; adding 0 touches it (EIP-161).</summary>
    public void AddBalance(AccountState account, in UInt256 amount)
    {
        if (amount.IsZero)
        {
            Touch(account);
            return;
        }

        Create(account);
        Record(JournalKind.Balance, account, null, account.Balance);
        account.Balance += amount;
    }

    /// <summary>Takes from a balance; the caller has made sure that it is enough.</summary>
    public void SubtractBalance(AccountState account, in UInt256 amount)
    {
        if (amount.IsZero)
        {
            return;
        }

        Record(JournalKind.Balance, account, null, account.Balance);
        account.Balance -= amount;
    }

    /// <summary>Sets a nonce, bringing the account into being.</summary>
    public void SetNonce(AccountState account, ulong nonce)
    {
        Create(account);
        Record(JournalKind.Nonce, account, null, account.Nonce);
        account.Nonce = nonce;
    }

    /// <summary>Sets the code, bringing the account into being.</summary>
    public void SetCode(AccountState account, Code code)
    {
        Create(account);
        Record(JournalKind.Code, account, GetCode(account), default);
        account.LoadedCode = code;
        account.CodeHash = code.Hash;
        account.CodeChanged = true;
        _newCodes.TryAdd(code.Hash, code);
    }

    /// <summary>Sets a slot; nothing else happens to it, gas is the caller's business.</summary>
    public void SetStorage(AccountState account, StorageSlot slot, in UInt256 value)
    {
        if (slot.Current == value)
        {
            return;
        }

        if (slot.Recorded != _revision) // once is enough: nothing can go back to between two points of return
        {
            Record(JournalKind.Storage, account, slot, slot.Current);
            slot.Recorded = _revision;
        }

        slot.Current = value;
    }

    /// <summary>Empties an account's storage, not to be taken back: what callers of eth_simulateV1 may ask for, and no block ever does.</summary>
    public void WipeStorage(AccountState account)
    {
        Create(account);
        account.StorageWiped = true;
        account.Slots = [];
    }

    /// <summary>Sets a transient slot (EIP-1153).</summary>
    public void SetTransient(AccountState account, in UInt256 key, in UInt256 value)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_transient, (account.Address, key), out _);
        slot ??= new TransientSlot();
        Record(JournalKind.Transient, account, slot, slot.Value);
        slot.Value = value;
    }

    /// <summary>Marks an account so that it goes at the end of the transaction if it is empty then (EIP-161).</summary>
    public void Touch(AccountState account)
    {
        Record(JournalKind.Touched, account, null, default);
        if (account.Address == Ripemd)
        {
            _ripemdTouched = true;
        }
    }

    /// <summary>Brings an account into being, empty, if there is none; before EIP-161 it stays so.</summary>
    public void Create(AccountState account)
    {
        if (!account.Exists)
        {
            Record(JournalKind.Created, account, null, default);
            account.Exists = true;
        }
    }

    /// <summary>Makes an account a contract of this transaction (EIP-6780). Storage from before, which only disputed cases have, is left.</summary>
    public void CreateContract(AccountState account)
    {
        Create(account);
        Record(JournalKind.ContractCreated, account, null, (ulong)(uint)account.CreatedTransaction);
        account.CreatedTransaction = Transaction;
    }

    /// <summary>Condemns a contract: at the end of the transaction it goes with all it has. Its balance is the caller's to move.</summary>
    public void SelfDestruct(AccountState account)
    {
        Record(JournalKind.SelfDestructed, account, null, (ulong)(uint)account.SelfDestructTransaction);
        account.SelfDestructTransaction = Transaction;
    }

    /// <summary>Makes an account warm; true when it was cold (EIP-2929).</summary>
    public bool Warm(AccountState account)
    {
        if (account.WarmTransaction == Transaction)
        {
            return false;
        }

        Record(JournalKind.AccountWarmed, account, null, default);
        account.WarmTransaction = Transaction;
        return true;
    }

    /// <summary>Makes a slot warm; true when it was cold (EIP-2929).</summary>
    public bool Warm(AccountState account, StorageSlot slot)
    {
        if (slot.IsWarm)
        {
            return false;
        }

        Record(JournalKind.SlotWarmed, account, slot, default);
        slot.IsWarm = true;
        return true;
    }

    /// <summary>Writes a log.</summary>
    public void AddLog(Log log) => _logs.Add(log);

    /// <summary>A point to which <see cref="Revert"/> can go back, within this transaction.</summary>
    public StateSnapshot TakeSnapshot()
    {
        _revision++;
        return new(_journal.Count, _logs.Count, Refund);
    }

    /// <summary>Takes back everything since a snapshot.</summary>
    public void Revert(in StateSnapshot snapshot)
    {
        for (var i = _journal.Count - 1; i >= snapshot.JournalLength; i--)
        {
            Undo(_journal[i]);
        }

        _journal.RemoveRange(snapshot.JournalLength, _journal.Count - snapshot.JournalLength);
        _logs.RemoveRange(snapshot.LogCount, _logs.Count - snapshot.LogCount);
        Refund = snapshot.Refund;
        _revision++;
    }

    private void Record(JournalKind kind, AccountState account, object? subject, in UInt256 previous) =>
        _journal.Add(new JournalEntry(kind, account, subject, previous));

    private static void Undo(in JournalEntry entry)
    {
        var account = entry.Account;
        switch (entry.Kind)
        {
            case JournalKind.Created:
                account.Exists = false;
                break;
            case JournalKind.ContractCreated:
                account.CreatedTransaction = (int)(uint)entry.Previous.Low64;
                break;
            case JournalKind.Balance:
                account.Balance = entry.Previous;
                break;
            case JournalKind.Nonce:
                account.Nonce = entry.Previous.Low64;
                break;
            case JournalKind.Code:
                account.LoadedCode = (Code)entry.Subject!;
                account.CodeHash = account.LoadedCode.Hash;
                break;
            case JournalKind.Storage:
                ((StorageSlot)entry.Subject!).Current = entry.Previous;
                break;
            case JournalKind.Transient:
                ((TransientSlot)entry.Subject!).Value = entry.Previous;
                break;
            case JournalKind.SelfDestructed:
                account.SelfDestructTransaction = (int)(uint)entry.Previous.Low64;
                break;
            case JournalKind.AccountWarmed:
                account.WarmTransaction = -1;
                break;
            case JournalKind.SlotWarmed:
                ((StorageSlot)entry.Subject!).IsWarm = false;
                break;
            case JournalKind.Touched:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
