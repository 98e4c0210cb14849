namespace PoaSidechain.Primitives.Specs;

public static partial class GenesisFileReader
{
    private static readonly Dictionary<UInt256, UInt256> NoStorage = [];

    /// <summary>Reads accounts into those of an earlier <c>alloc</c> of the same file; an account named twice is the later one.</summary>
    private static Dictionary<Address, GenesisAccount>? ReadAlloc(ref GenesisJson json, Dictionary<Address, GenesisAccount>? alloc)
    {
        if (json.IsNull)
        {
            return null;
        }

        alloc ??= [];
        json.EnterObject("an object of accounts, which may be empty");
        while (json.NextKey(out var key))
        {
            if (!Address.TryParse(key, out var address))
            {
                throw json.Error("expected an address as key: 40 hex digits, with or without 0x");
            }

            alloc[address] = ReadAccount(ref json);
            json.EndValue(wasRead: true);
        }

        return alloc;
    }

    private static GenesisAccount ReadAccount(ref GenesisJson json)
    {
        UInt256? balance = null;
        ulong? nonce = null;
        byte[]? code = null;
        Dictionary<UInt256, UInt256>? storage = null;
        json.EnterObject("an account: an object with a balance");
        while (json.NextName(out var name))
        {
            var isKnown = true;
            switch (name)
            {
                case "balance": balance = json.Quantity256(); break;
                case "nonce": nonce = json.Quantity64(); break;
                case "code": code = json.Bytes(); break;
                case "storage": storage = ReadStorage(ref json, storage); break;
                case "secretkey": _ = json.Bytes(); break;
                default: isKnown = false; break;
            }

            json.EndValue(isKnown);
        }

        return new GenesisAccount(
            balance ?? throw json.Missing("balance", "a number of wei, which may be 0"), nonce ?? 0, code ?? [], storage ?? NoStorage);
    }

    private static Dictionary<UInt256, UInt256>? ReadStorage(ref GenesisJson json, Dictionary<UInt256, UInt256>? storage)
    {
        const string expected = "at most 32 bytes in hex with an even number of digits";
        if (json.IsNull)
        {
            return null;
        }

        storage ??= [];
        json.EnterObject("an object of slots");
        while (json.NextKey(out var key))
        {
            var slot = TryParseWord(key, out var parsed) ? parsed : throw json.Error($"as key {expected} was expected");
            var value = TryParseWord(json.Text(expected), out parsed) ? parsed : throw json.Unexpected(expected);
            if (value.IsZero)
            {
                storage.Remove(slot); // a zero is not stored
            }
            else
            {
                storage[slot] = value;
            }

            json.EndValue(wasRead: true);
        }

        return storage;
    }

    /// <summary>Hex of whole bytes, at most 32 of them, padded on the left. The prefix may be 0x, but not 0X: geth cuts off the former only.</summary>
    private static bool TryParseWord(string text, out UInt256 word)
    {
        word = default;
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        if (digits.Length > 64 || Hex.StripPrefix(digits).Length != digits.Length || !Hex.TryDecode(digits, out var bytes))
        {
            return false;
        }

        word = UInt256.FromBigEndian(bytes);
        return true;
    }
}
