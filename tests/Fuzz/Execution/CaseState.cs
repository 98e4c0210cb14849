using System.Globalization;
using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Tests.Fuzz.Generation;

namespace PoaSidechain.Tests.Fuzz.Execution;

/// <summary>The state of a case as plain dictionaries: no trie, no cache.</summary>
internal sealed class CaseState : IStateReader
{
    // Says that there is storage; what it is, nobody asks.
    private static readonly Hash256 SomeRoot = Keccak256.Hash("some storage"u8);

    private readonly Dictionary<Hash256, (Account Account, Dictionary<Hash256, UInt256> Slots)> _accounts = [];
    private readonly Dictionary<Hash256, Code> _codes = new() { [Code.Empty.Hash] = Code.Empty };

    public CaseState(IEnumerable<FuzzAccount> accounts)
    {
        foreach (var account in accounts)
        {
            var code = new Code(account.Code);
            _codes[code.Hash] = code;
            _accounts[Keccak256.Hash(account.Address.Bytes)] = (
                new Account(account.Nonce, account.Balance, RootOf(account.Storage.Count), code.Hash),
                account.Storage.ToDictionary(slot => StorageSlot.HashOf(slot.Slot), slot => slot.Value));
        }
    }

    public bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        var isThere = _accounts.TryGetValue(addressHash, out var entry);
        account = isThere ? entry.Account : Account.Empty;
        return isThere;
    }

    public UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash) =>
        _accounts.TryGetValue(addressHash, out var entry) ? entry.Slots.GetValueOrDefault(slotHash) : default;

    public Code GetCode(in Hash256 codeHash) => _codes[codeHash];

    public void Apply(StateChanges changes)
    {
        foreach (var (hash, code) in changes.Codes)
        {
            _codes[hash] = code;
        }

        foreach (var change in changes.Accounts)
        {
            var slots = change.StorageWiped || !_accounts.TryGetValue(change.AddressHash, out var before) ? [] : before.Slots;
            foreach (var slot in change.Slots)
            {
                if (slot.Value.IsZero)
                {
                    slots.Remove(slot.KeyHash);
                }
                else
                {
                    slots[slot.KeyHash] = slot.Value;
                }
            }

            if (change.After is { } after)
            {
                _accounts[change.AddressHash] = (after with { StorageRoot = RootOf(slots.Count) }, slots);
            }
            else
            {
                _accounts.Remove(change.AddressHash);
            }
        }
    }

    /// <summary>Every account and slot that is not 0, in the words of judge.js.</summary>
    public string Describe()
    {
        var lines = _accounts.Select(entry => Describe(entry.Key, entry.Value.Account, entry.Value.Slots)).Order(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static Hash256 RootOf(int slots) => slots == 0 ? Keccak256.OfEmptyTrie : SomeRoot;

    private static string Describe(Hash256 hash, in Account account, Dictionary<Hash256, UInt256> slots)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{hash} nonce {account.Nonce} balance {account.Balance} code {account.CodeHash}");
        foreach (var line in slots.Select(slot => $"\n  {slot.Key}={slot.Value.ToHash256()}").Order(StringComparer.Ordinal))
        {
            text.Append(line);
        }

        return text.ToString();
    }
}
