using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>A state as fixtures list it: address to balance, nonce, code, storage.</summary>
internal static class Alloc
{
    /// <summary>The state, literally: empty accounts are kept, zero slots are not.</summary>
    public static StateView ToState(JsonElement alloc) => StateView.Empty.Apply(ToChanges(alloc));

    /// <summary>The same as a change of the empty state.</summary>
    public static StateChanges ToChanges(JsonElement alloc)
    {
        var changes = new StateChanges();
        foreach (var account in alloc.EnumerateObject())
        {
            var code = new Code(account.Value.TryGetProperty("code", out var bytes) ? bytes.Bytes() : []);
            var after = new Account(
                account.Value.OptionalQuantity("nonce").GetValueOrDefault().Low64,
                account.Value.OptionalQuantity("balance") ?? account.Value.OptionalQuantity("wei").GetValueOrDefault(),
                Keccak256.OfEmptyTrie,
                code.Hash);
            var slots = Slots(account.Value).Where(slot => !slot.Value.IsZero).Select(slot => new SlotChange(slot.Key, slot.Value)).ToList();
            changes.Accounts.Add(new AccountChange(HashOf(account.Name), after, StorageWiped: true, slots));
            changes.Codes.TryAdd(code.Hash, code);
        }

        return changes;
    }

    /// <summary>The slots of a listed account, by hash.</summary>
    public static IEnumerable<KeyValuePair<Hash256, UInt256>> Slots(JsonElement account) => account.TryGetProperty("storage", out var storage)
        ? storage.EnumerateObject().Select(slot => KeyValuePair.Create(HashOf(Key(slot.Name)), slot.Value.Quantity()))
        : [];

    /// <summary>The first difference between a state and a list, in words; null when all that is listed is as listed.</summary>
    public static string? FirstDifference(StateView state, JsonElement expected)
    {
        foreach (var account in expected.EnumerateObject())
        {
            if (!state.TryGetAccount(HashOf(account.Name), out var actual))
            {
                return $"account {account.Name} is missing";
            }

            if (Difference(state, account.Name, actual, account.Value) is { } difference)
            {
                return $"account {account.Name}: {difference}";
            }
        }

        return null;
    }

    private static string? Difference(StateView state, string address, in Account actual, JsonElement expected)
    {
        if (expected.OptionalQuantity("balance") is { } balance && actual.Balance != balance)
        {
            return $"balance {actual.Balance}, expected {balance}";
        }

        if (expected.OptionalQuantity("nonce") is { } nonce && actual.Nonce != nonce.Low64)
        {
            return $"nonce {actual.Nonce}, expected {nonce}";
        }

        if (expected.TryGetProperty("code", out var code) && actual.CodeHash != Keccak256.Hash(code.Bytes()))
        {
            return $"code {Hex.Encode(state.GetCode(actual.CodeHash).Bytes.Span)}, expected {code.GetString()}";
        }

        if (expected.TryGetProperty("storage", out var storage))
        {
            foreach (var slot in storage.EnumerateObject())
            {
                var value = state.GetStorage(HashOf(address), HashOf(Key(slot.Name)));
                if (value != slot.Value.Quantity())
                {
                    return $"slot {slot.Name} = {value.ToHexString()}, expected {slot.Value.GetString()}";
                }
            }
        }

        return null;
    }

    private static UInt256 Key(string text) => text == "0x" ? default : UInt256.Parse(text);

    private static Hash256 HashOf(string address) => Keccak256.Hash(Address.Parse(address).Bytes);

    private static Hash256 HashOf(in UInt256 key) => Keccak256.Hash(key.ToHash256().Bytes);
}
