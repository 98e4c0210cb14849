using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>What a caller wants an account to be for the time of a call (geth: OverrideAccount).</summary>
internal sealed class AccountOverride
{
    private static readonly ObjectReader<AccountOverride> Reader = new ObjectReader<AccountOverride>("OverrideAccount")
        .Member<ulong>("nonce", Arg.ReadUInt64, (account, value) => account.Nonce = value)
        .Member<byte[]>("code", Arg.ReadData, (account, value) => account.Code = value)
        .Member<UInt256>("balance", Arg.ReadUInt256, (account, value) => account.Balance = value)
        .Member<Dictionary<Hash256, Hash256>>("state", ReadSlots, (account, value) => account.State = value)
        .Member<Dictionary<Hash256, Hash256>>("stateDiff", ReadSlots, (account, value) => account.StateDiff = value)
        .Member<Address>("movePrecompileToAddress", Arg.ReadAddress, (account, value) => account.MovePrecompileTo = value);

    /// <summary>The parameter: overrides by account.</summary>
    public static Argument<Dictionary<Address, AccountOverride>> Parameter { get; } = new(ReadAll);

    public ulong? Nonce { get; set; }

    public byte[]? Code { get; set; }

    public UInt256? Balance { get; set; }

    /// <summary>All storage that the account is to have.</summary>
    public Dictionary<Hash256, Hash256>? State { get; set; }

    /// <summary>Slots that are to differ.</summary>
    public Dictionary<Hash256, Hash256>? StateDiff { get; set; }

    public Address? MovePrecompileTo { get; set; }

    internal static ArgumentError? ReadAll(ref Utf8JsonReader reader, out Dictionary<Address, AccountOverride> value)
    {
        value = [];
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Arg.Mismatch(reader.TokenType, "override.StateOverride");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Address.TryParse(reader.Text(), out var address))
            {
                return new ArgumentError("invalid hex string", "common.Address");
            }

            reader.Read();
            if (Reader.Read(ref reader, out var account) is { } error)
            {
                return error;
            }

            value[address] = account;
        }

        return null;
    }

    private static ArgumentError? ReadSlots(ref Utf8JsonReader reader, out Dictionary<Hash256, Hash256> value)
    {
        value = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Arg.Mismatch(reader.TokenType, "map[common.Hash]common.Hash");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Hash256.TryParse(reader.Text(), out var slot))
            {
                return new ArgumentError("invalid hex string", "common.Hash");
            }

            reader.Read();
            if (Arg.ReadHash(ref reader, out var word) is { } error)
            {
                return error;
            }

            value[slot] = word;
        }

        return null;
    }
}
