using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Conformance.State;

/// <summary>Says in words where a state is another than a fixture expects.</summary>
internal static class StateDifference
{
    private const int MostLines = 12;

    /// <summary>The first account or slot that differs, when the fixture lists the state; else what the transaction changed here, for comparing with another client.</summary>
    /// <param name="after">The state as it came out.</param>
    /// <param name="changes">What the transaction changed.</param>
    /// <param name="expected">The listed state, or null.</param>
    /// <param name="known">Lists of accounts whose addresses may occur.</param>
    public static string Explain(StateView after, StateChanges changes, JsonElement? expected, params IEnumerable<JsonElement> known)
    {
        var names = new Dictionary<Hash256, string>();
        foreach (var address in known.Append(expected ?? default).Where(list => list.ValueKind == JsonValueKind.Object).SelectMany(list => list.EnumerateObject()))
        {
            names[Keccak256.Hash(Address.Parse(address.Name).Bytes)] = address.Name;
        }

        string NameOf(Hash256 hash) => names.GetValueOrDefault(hash, $"with hash {hash}");
        if (expected is not { } list)
        {
            var lines = changes.Accounts.SelectMany(change => Describe(change, NameOf(change.AddressHash))).ToList();
            return $"changed here: {string.Join("; ", lines.Take(MostLines))}{(lines.Count > MostLines ? "; …" : "")}";
        }

        return Alloc.FirstDifference(after, list)
            ?? Surplus(list, changes, NameOf)
            ?? "an account or slot too many, which the transaction did not touch";
    }

    private static string? Surplus(JsonElement list, StateChanges changes, Func<Hash256, string> nameOf)
    {
        var listed = list.EnumerateObject().ToDictionary(account => Keccak256.Hash(Address.Parse(account.Name).Bytes), account => account.Value);
        foreach (var change in changes.Accounts.Where(change => change.After is not null))
        {
            if (!listed.TryGetValue(change.AddressHash, out var account))
            {
                return $"account {nameOf(change.AddressHash)} is there, expected none: {string.Join(", ", Describe(change, ""))}";
            }

            var slots = Alloc.Slots(account).ToDictionary();
            foreach (var slot in change.Slots.Where(slot => !slot.Value.IsZero && !slots.ContainsKey(slot.KeyHash)))
            {
                return $"account {nameOf(change.AddressHash)}: a slot with hash {slot.KeyHash} = {slot.Value.ToHexString()}, expected none";
            }
        }

        return null;
    }

    private static IEnumerable<string> Describe(AccountChange change, string name)
    {
        yield return change.After is { } after ? $"{name} balance {after.Balance} nonce {after.Nonce} code {after.CodeHash}".TrimStart() : $"{name} gone".TrimStart();
        foreach (var slot in change.Slots)
        {
            yield return $"slot with hash {slot.KeyHash} = {slot.Value.ToHexString()}";
        }
    }
}
