using System.Globalization;
using System.Numerics;
using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>State roots of real networks' genesis files.</summary>
public sealed class GenesisRootTests
{
    [Fact]
    public void Root_of_each_genesis_file_is_the_network_s()
    {
        var index = Vectors.SpecJson("clique/genesis-index.json");
        foreach (var entry in index.EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var genesis = Vectors.SpecJson("clique/genesis/" + file);

            var view = StateView.Empty.Apply(AllocOf(genesis));

            Assert.True(entry.GetProperty("stateRoot").GetString() == view.Root.ToString(), file);
        }
    }

    private static StateChanges AllocOf(JsonElement genesis)
    {
        var changes = new StateChanges();
        foreach (var entry in genesis.GetProperty("alloc").EnumerateObject())
        {
            var account = entry.Value;
            var code = new Code(account.TryGetProperty("code", out var text) ? Hex.Decode(text.GetString()!) : []);
            changes.Codes[code.Hash] = code;
            var nonce = account.TryGetProperty("nonce", out var number) ? NumberOf(number.GetString()!).Low64 : 0;
            var slots = account.TryGetProperty("storage", out var storage)
                ? storage.EnumerateObject().Select(slot => SlotOf(slot.Name, slot.Value.GetString()!)).ToList()
                : [];
            var after = new Account(nonce, NumberOf(account.GetProperty("balance").GetString()!), Keccak256.OfEmptyTrie, code.Hash);
            changes.Accounts.Add(new AccountChange(Keccak256.Hash(Address.Parse(entry.Name).Bytes), after, StorageWiped: false, slots));
        }

        return changes;
    }

    private static SlotChange SlotOf(string key, string value)
    {
        Span<byte> padded = stackalloc byte[32];
        NumberOf(key).WriteBigEndian(padded);
        return new SlotChange(Keccak256.Hash(padded), NumberOf(value));
    }

    private static UInt256 NumberOf(string text)
    {
        var number = text.StartsWith("0x", StringComparison.Ordinal)
            ? BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);
        return UInt256.FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true).AsSpan().TrimStart((byte)0));
    }
}
