using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.State;

public sealed partial class WorldState
{
    /// <summary>Ends a transaction: condemned contracts go, and from EIP-161 on touched empty accounts too.</summary>
    /// <param name="rules">Rules in force.</param>
    /// <param name="isFailed">True when the outermost call failed.</param>
    /// <returns>The condemned accounts that went.</returns>
    public IReadOnlyList<Address> FinishTransaction(ForkRules rules, bool isFailed = false)
    {
        List<Address> gone = [];
        foreach (ref readonly var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_journal))
        {
            var account = entry.Account;
            if (entry.Kind is JournalKind.AccountWarmed or JournalKind.SlotWarmed or JournalKind.Transient
                || account.FinishedTransaction == Transaction)
            {
                continue;
            }

            account.FinishedTransaction = Transaction;
            if (account.IsSelfDestructed)
            {
                gone.Add(account.Address);
                Remove(account);
            }
            else if (rules.IsEip158 && account.Exists && account.IsEmpty)
            {
                Remove(account);
            }
        }

        // Differs from the rule that a reverted call leaves nothing touched: mainnet's block 2,675,119 touched the RIPEMD precompile in a call
        // that ran out of gas, and all clients agree to clear it nonetheless; but not when the transaction as a whole failed.
        if (_ripemdTouched && !isFailed && rules.IsEip158 && GetAccount(Ripemd) is { Exists: true, IsEmpty: true } ripemd)
        {
            Remove(ripemd);
        }

        _journal.Clear();
        _revision++;
        return gone;
    }

    /// <summary>What all transactions so far have changed against the state before the block.</summary>
    public StateChanges CollectChanges()
    {
        var changes = new StateChanges();
        foreach (var account in _accounts.Values)
        {
            if (ChangeOf(account) is { } change)
            {
                changes.Accounts.Add(change);
                if (account.CodeChanged && account.Exists && account.HasCode)
                {
                    changes.Codes.TryAdd(account.CodeHash, GetCode(account));
                }
            }
        }

        return changes;
    }

    private static AccountChange? ChangeOf(AccountState account)
    {
        if (!account.Exists)
        {
            return account.AtBlockStart is null ? null : new AccountChange(account.AddressHash, null, StorageWiped: true, []);
        }

        var before = account.AtBlockStart;
        var after = new Account(account.Nonce, account.Balance, before?.StorageRoot ?? Keccak256.OfEmptyTrie, account.CodeHash);
        var slots = ChangedSlots(account);
        return before == after && slots.Count == 0 && !account.StorageWiped
            ? null
            : new AccountChange(account.AddressHash, after, account.StorageWiped, slots);
    }

    private static IReadOnlyList<SlotChange> ChangedSlots(AccountState account)
    {
        List<SlotChange>? slots = null;
        foreach (var slot in account.Slots.Values)
        {
            if (slot.Current != slot.AtBlockStart)
            {
                (slots ??= []).Add(new SlotChange(slot.KeyHash, slot.Current));
            }
        }

        return slots ?? (IReadOnlyList<SlotChange>)[];
    }

    private static void Remove(AccountState account)
    {
        account.Exists = false;
        account.Nonce = 0;
        account.Balance = default;
        account.CodeHash = Keccak256.OfEmptyString;
        account.LoadedCode = Code.Empty;
        account.CodeChanged = false;
        account.StorageWiped = true;
        account.Slots = [];
    }
}
