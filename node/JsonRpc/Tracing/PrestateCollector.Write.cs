using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Tracing;

internal sealed partial class PrestateCollector
{
    private readonly SortedDictionary<Address, Change> _changes = [];

    public override void End(TransactionResult result)
    {
        if (!options.DiffMode)
        {
            return;
        }

        foreach (var (address, before) in _before.Where(entry => !_gone.Contains(entry.Key)))
        {
            if (ChangeOf(address, before) is { } change)
            {
                _changes.Add(address, change);
            }
        }
    }

    public override void Write(Utf8JsonWriter writer)
    {
        var shown = _before.Where(entry => options.IncludeEmpty || !entry.Value.IsEmpty);
        if (!options.DiffMode)
        {
            WriteBefore(writer, shown);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("post"u8);
        foreach (var (address, change) in _changes)
        {
            writer.WritePropertyName(address.ToString());
            WriteChange(writer, change);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("pre"u8);
        WriteBefore(writer, shown.Where(entry => _gone.Contains(entry.Key) || _changes.ContainsKey(entry.Key)));
        writer.WriteEndObject();
    }

    /// <summary>What a transaction made of an account; null when nothing. Slots that it did not change, and those that held 0, are not shown as they were.</summary>
    private Change? ChangeOf(in Address address, PrestateAccount before)
    {
        var now = _subject.World.GetAccount(address);
        var slots = new SortedDictionary<UInt256, UInt256>();
        var isStorageChanged = false;
        foreach (var (slot, old) in before.Storage.ToArray())
        {
            var current = _subject.World.GetSlot(now, slot).Current;
            isStorageChanged |= current != old;
            if (old.IsZero || current == old)
            {
                before.Storage.Remove(slot);
            }

            if (current != old && !current.IsZero)
            {
                slots.Add(slot, current);
            }
        }

        var change = new Change(
            now.Balance == before.Balance ? null : now.Balance,
            now.Nonce == before.Nonce ? null : now.Nonce,
            now.CodeHash == before.CodeHash ? null : _subject.World.GetCode(now),
            slots);
        return isStorageChanged || change is not { Balance: null, Nonce: null, Code: null } ? change : null;
    }

    private void WriteBefore(Utf8JsonWriter writer, IEnumerable<KeyValuePair<Address, PrestateAccount>> accounts)
    {
        writer.WriteStartObject();
        foreach (var (address, account) in accounts)
        {
            writer.WriteStartObject(address.ToString());
            writer.WriteQuantity("balance"u8, account.Balance);
            if (account.HasCode)
            {
                WriteCode(writer, account.Code);
            }

            WriteNonce(writer, account.Nonce);
            WriteStorage(writer, account.Storage);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteChange(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartObject();
        if (change.Balance is { } balance)
        {
            writer.WriteQuantity("balance"u8, balance);
        }

        if (change.Code is { } code)
        {
            WriteCode(writer, code);
        }

        WriteNonce(writer, change.Nonce.GetValueOrDefault());
        WriteStorage(writer, change.Storage);
        writer.WriteEndObject();
    }

    private void WriteCode(Utf8JsonWriter writer, Code code)
    {
        if (!options.DisableCode)
        {
            writer.WriteData("code"u8, code.Bytes.Span);
        }

        writer.WriteHash("codeHash"u8, code.Length == 0 ? Keccak256.OfEmptyString : code.Hash);
    }

    private static void WriteNonce(Utf8JsonWriter writer, ulong nonce)
    {
        if (nonce != 0)
        {
            writer.WriteNumber("nonce"u8, nonce);
        }
    }

    private static void WriteStorage(Utf8JsonWriter writer, SortedDictionary<UInt256, UInt256> slots)
    {
        if (slots.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("storage"u8);
        foreach (var (slot, value) in slots)
        {
            writer.WriteString(slot.ToHash256().ToString(), value.ToHash256().ToString());
        }

        writer.WriteEndObject();
    }

    private sealed record Change(UInt256? Balance, ulong? Nonce, Code? Code, SortedDictionary<UInt256, UInt256> Storage);
}
